import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'

export type ObjectType = 'commit' | 'tree' | 'blob'

export interface GitObject {
  readonly sha: string
  readonly type: ObjectType
  readonly content: Buffer
}

/** The objects of a bare repository: one git process reads them all, since a process for each would take most of the time. */
export interface Objects extends AsyncDisposable {
  /** The object that a name stands for (`main`, a sha, `main^{tree}`); undefined where there is none. */
  read(name: string): Promise<GitObject | undefined>
  /** Writes an object as git does, loose, and gives its sha. */
  write(type: ObjectType, content: Uint8Array): Promise<string>
}

/** Opens the objects of the bare repository in `dir`. */
export function openObjects(dir: string): Objects {
  const child = spawn('git', ['--git-dir', dir, 'cat-file', '--batch'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const waiting: ((object: GitObject | undefined) => void)[] = []
  let received = Buffer.alloc(0)
  child.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    for (let next = parse(received); next !== undefined; next = parse(received)) {
      received = received.subarray(next.length)
      waiting.shift()?.(next.object)
    }
  })
  return {
    read(name) {
      if (/[\n\0]/.test(name)) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        waiting.push(resolve)
        child.stdin.write(`${name}\n`)
      })
    },
    async write(type, content) {
      const whole = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content])
      const sha = createHash('sha1').update(whole).digest('hex')
      const file = join(dir, 'objects', sha.slice(0, 2), sha.slice(2))
      const draft = join(dir, 'objects', `tmp_obj_${randomUUID()}`)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(draft, deflateSync(whole))
      await rename(draft, file)
      return sha
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      if (child.exitCode === null) await once(child, 'close')
    },
  }
}

/** The first whole answer of `git cat-file --batch`: `<sha> <type> <size>`, the content, a line's end; or `<name> missing`. */
function parse(received: Buffer): { readonly object: GitObject | undefined; readonly length: number } | undefined {
  const end = received.indexOf('\n')
  if (end < 0) return undefined
  const [, sha, type, size] = /^([0-9a-f]{40}) (commit|tree|blob) (\d+)$/.exec(received.toString('utf8', 0, end)) ?? []
  if (sha === undefined) return { object: undefined, length: end + 1 }
  const length = end + 1 + Number(size) + 1
  if (received.length < length) return undefined
  const content = Buffer.from(received.subarray(end + 1, length - 1))
  return { object: { sha, type: type as ObjectType, content }, length }
}
