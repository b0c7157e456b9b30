import { spawn } from 'node:child_process'

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

/** `git` refused: `exit` and what it said. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure'
}

/** Runs git in a bare repository and returns what it wrote; throws a GitFailure with its last words. */
export function git(dir: string, args: readonly string[], input?: string | Uint8Array, env?: Record<string, string>) {
  return new Promise<Buffer>((resolve, reject) => {
    const child = spawn('git', ['--git-dir', dir, ...args], { env: { ...process.env, LC_ALL: 'C', ...env } })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.stdin.on('error', () => {}) // git may end before it has read everything: its exit says why
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out))
      else reject(new GitFailure(`git ${args[0]} exits ${code}: ${Buffer.concat(err).toString().trim()}`))
    })
    child.stdin.end(input)
  })
}

async function line(dir: string, args: readonly string[], input?: string | Uint8Array, env?: Record<string, string>) {
  return (await git(dir, args, input, env)).toString().trim()
}

/** The sha that `name` stands for, as that type of object; undefined where there is none. */
export async function resolve(
  dir: string,
  name: string,
  type: 'commit' | 'tree' | 'blob',
): Promise<string | undefined> {
  return line(dir, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{${type}}`]).catch(() => undefined)
}

export async function writeBlob(dir: string, content: Uint8Array): Promise<string> {
  return line(dir, ['hash-object', '-w', '--stdin'], content)
}

export async function readBlob(dir: string, sha: string): Promise<Buffer> {
  return git(dir, ['cat-file', 'blob', sha])
}

export async function readTree(dir: string, sha: string, recursive = false): Promise<readonly TreeEntry[]> {
  const listing = await git(dir, ['ls-tree', '-z', ...(recursive ? ['-r', '-t'] : []), sha])
  return listing
    .toString()
    .split('\0')
    .filter((row) => row !== '')
    .map((row) => {
      const [head = '', path = ''] = row.split('\t')
      const [mode = '', type = '', entry = ''] = head.split(' ')
      return { mode, type, sha: entry, path }
    })
}

/**
 * A tree of `base` with the changes, written; undefined when nothing is left in it. Throws a GitFailure where an object is
 * missing or of another type, or where something is removed that is not there.
 */
export async function graft(dir: string, base: string | undefined, changes: readonly TreeChange[]) {
  const entries = new Map((base === undefined ? [] : await readTree(dir, base)).map((entry) => [entry.path, entry]))
  for (const [name, group] of Map.groupBy(changes, ({ path }) => path.split('/', 1)[0]!)) {
    const own = group.find(({ path }) => path === name)
    if (own?.to === null && entries.get(name)?.type !== 'blob') throw new GitFailure(`no file ${name} to remove`)
    if (own?.to === null) entries.delete(name)
    else if (own !== undefined) entries.set(name, { ...own.to, path: name })
    const below = group.filter((change) => change !== own)
    if (below.length === 0) continue
    const old = entries.get(name)
    const inner = below.map(({ path, to }) => ({ path: path.slice(name.length + 1), to }))
    const sha: string | undefined = await graft(dir, old?.type === 'tree' ? old.sha : undefined, inner)
    if (sha === undefined) entries.delete(name)
    else entries.set(name, { mode: '040000', type: 'tree', sha, path: name })
  }
  if (entries.size === 0) return undefined
  const rows = [...entries.values()].map(({ mode, type, sha, path }) => `${mode} ${type} ${sha}\t${path}\0`)
  return line(dir, ['mktree', '-z'], rows.join(''))
}

function signature(text: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(text) ?? []
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000', '') }
}

export async function readCommit(dir: string, sha: string): Promise<CommitObject> {
  const raw = (await git(dir, ['cat-file', 'commit', sha])).toString()
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

export async function writeCommit(dir: string, commit: Omit<CommitObject, 'sha'>): Promise<string> {
  const who = (role: string, { name, email, date }: Signature) => ({
    [`GIT_${role}_NAME`]: name,
    [`GIT_${role}_EMAIL`]: email,
    [`GIT_${role}_DATE`]: date,
  })
  const parents = commit.parents.flatMap((parent) => ['-p', parent])
  const env = { ...who('AUTHOR', commit.author), ...who('COMMITTER', commit.committer) }
  return line(dir, ['commit-tree', ...parents, commit.tree], commit.message, env)
}

export async function isAncestor(dir: string, older: string, newer: string): Promise<boolean> {
  return git(dir, ['merge-base', '--is-ancestor', older, newer]).then(
    () => true,
    () => false,
  )
}

/** Commits that each side has and the other has not; undefined without a common ancestor. */
export async function divergence(dir: string, base: string, head: string) {
  const merge = await line(dir, ['merge-base', base, head]).catch(() => undefined)
  if (merge === undefined) return undefined
  const [behind = 0, ahead = 0] = (await line(dir, ['rev-list', '--left-right', '--count', `${base}...${head}`]))
    .split(/\s+/)
    .map(Number)
  const between = (await line(dir, ['rev-list', '--reverse', `${base}..${head}`]))
    .split('\n')
    .filter((sha) => sha !== '')
  return { merge, ahead, behind, between }
}

/** Moves a branch only if it still is at `old`: false when somebody else was faster. */
export async function moveBranch(dir: string, ref: string, to: { old: string; sha: string }): Promise<boolean> {
  return git(dir, ['update-ref', ref, to.sha, to.old]).then(
    () => true,
    () => false,
  )
}
