import { spawn } from 'node:child_process'
import { type Objects, type ObjectType, openObjects } from './objects.ts'

/** A bare repository: git itself moves its branches and walks its history, `objects` reads and writes its objects. */
export interface Bare extends AsyncDisposable {
  readonly dir: string
  readonly objects: Objects
}

export interface TreeEntry {
  readonly mode: string
  readonly type: string
  readonly sha: string
  readonly path: string
}

/** A change to a tree by its path; `null` removes what is there. */
export interface TreeChange {
  readonly path: string
  readonly to: { readonly mode: string; readonly type: string; readonly sha: string } | null
}

export interface CommitObject {
  readonly sha: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly message: string
  readonly author: Signature
  readonly committer: Signature
}

export interface Signature {
  readonly name: string
  readonly email: string
  readonly date: string
}

/** `git` refused: its exit code and what it said. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure'
}

/** Opens a bare repository; dispose it to end its reader. */
export function openBare(dir: string): Bare {
  const objects = openObjects(dir)
  return { dir, objects, [Symbol.asyncDispose]: () => objects[Symbol.asyncDispose]() }
}

/** Runs git in a bare repository and returns what it wrote; throws a GitFailure with its last words. */
export function git(dir: string, args: readonly string[], env?: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['--git-dir', dir, ...args], { env: { ...process.env, LC_ALL: 'C', ...env } })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString().trim())
      else reject(new GitFailure(`git ${args[0]} exits ${code}: ${Buffer.concat(err).toString().trim()}`))
    })
  })
}

/** The sha that `name` stands for, as that type of object; undefined where there is none. */
export async function resolve({ objects }: Bare, name: string, type: ObjectType): Promise<string | undefined> {
  const object = await objects.read(`${name}^{${type}}`)
  return object?.type === type ? object.sha : undefined
}

async function contentOf({ objects }: Bare, name: string, type: ObjectType): Promise<Buffer> {
  const object = await objects.read(`${name}^{${type}}`)
  if (object?.type !== type) throw new GitFailure(`no ${type} ${name}`)
  return object.content
}

export async function writeBlob({ objects }: Bare, content: Uint8Array): Promise<string> {
  return objects.write('blob', content)
}

export async function readBlob(bare: Bare, sha: string): Promise<Buffer> {
  return contentOf(bare, sha, 'blob')
}

/** The entries of a tree; `recursive`: all below it too, each directory before what it holds. */
export async function readTree(bare: Bare, name: string, recursive = false): Promise<readonly TreeEntry[]> {
  const content = await contentOf(bare, name, 'tree')
  const entries: TreeEntry[] = []
  for (let at = 0; at < content.length; ) {
    const end = content.indexOf(0, at)
    const [, digits = '', path = ''] = /^(\d+) (.*)$/s.exec(content.toString('utf8', at, end)) ?? []
    const mode = digits.padStart(6, '0')
    const type = mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob'
    const entry = { mode, type, sha: content.toString('hex', end + 1, end + 21), path }
    entries.push(entry)
    if (recursive && type === 'tree')
      for (const below of await readTree(bare, entry.sha, true))
        entries.push({ ...below, path: `${path}/${below.path}` })
    at = end + 21
  }
  return entries
}

async function writeTree({ objects }: Bare, entries: readonly TreeEntry[]): Promise<string> {
  const key = ({ path, type }: TreeEntry) => Buffer.from(type === 'tree' ? `${path}/` : path) // git's own order
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)))
  const rows = sorted.map(({ mode, path, sha }) =>
    Buffer.concat([Buffer.from(`${mode.replace(/^0/, '')} ${path}\0`), Buffer.from(sha, 'hex')]),
  )
  return objects.write('tree', Buffer.concat(rows))
}

/**
 * A tree of `base` with the changes, written; undefined when nothing is left in it. Throws a GitFailure where something
 * is removed that is not a file or not there.
 */
export async function graft(bare: Bare, base: string | undefined, changes: readonly TreeChange[]) {
  const entries = new Map((base === undefined ? [] : await readTree(bare, base)).map((entry) => [entry.path, entry]))
  for (const [name, group] of Map.groupBy(changes, ({ path }) => path.split('/', 1)[0]!)) {
    const own = group.find(({ path }) => path === name)
    if (own?.to === null && entries.get(name)?.type !== 'blob') throw new GitFailure(`no file ${name} to remove`)
    if (own?.to === null) entries.delete(name)
    else if (own !== undefined) entries.set(name, { ...own.to, path: name })
    const below = group.filter((change) => change !== own)
    if (below.length === 0) continue
    const old = entries.get(name)
    const inner = below.map(({ path, to }) => ({ path: path.slice(name.length + 1), to }))
    const sha: string | undefined = await graft(bare, old?.type === 'tree' ? old.sha : undefined, inner)
    if (sha === undefined) entries.delete(name)
    else entries.set(name, { mode: '040000', type: 'tree', sha, path: name })
  }
  return entries.size === 0 ? undefined : writeTree(bare, [...entries.values()])
}

function signature(text: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(text) ?? []
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000', '') }
}

export async function readCommit(bare: Bare, sha: string): Promise<CommitObject> {
  const raw = (await contentOf(bare, sha, 'commit')).toString()
  const end = raw.indexOf('\n\n')
  const head = raw.slice(0, end).split('\n')
  const values = (key: string) =>
    head.filter((row) => row.startsWith(`${key} `)).map((row) => row.slice(key.length + 1))
  return {
    sha,
    tree: values('tree')[0]!,
    parents: values('parent'),
    message: raw.slice(end + 2),
    author: signature(values('author')[0] ?? ''),
    committer: signature(values('committer')[0] ?? ''),
  }
}

export async function writeCommit({ objects }: Bare, commit: Omit<CommitObject, 'sha'>): Promise<string> {
  const who = ({ name, email, date }: Signature) => `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`
  const rows = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${who(commit.author)}`,
    `committer ${who(commit.committer)}`,
  ]
  return objects.write('commit', Buffer.from(`${rows.join('\n')}\n\n${commit.message}`))
}
