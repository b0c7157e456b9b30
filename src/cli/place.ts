import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readBucket } from '../action/readers.ts'
import { PerfError } from '../core/error.ts'
import { quote } from '../core/fault.ts'

/** Where the documents of a run are: a folder, or what a bucket has under a prefix. */
export interface Place {
  /** As it was written. */
  readonly name: string
  /** By its path in there; undefined: there is no such thing. Throws INPUT or STORE where it can't be read. */
  read(path: string): Promise<Uint8Array | undefined>
  /** The names of the files right in a folder of it. */
  names(folder: string): Promise<readonly string[]>
}

/** Whether a word names a place in a bucket: `s3://bucket/prefix`. */
export function inBucket(path: string): boolean {
  return path.startsWith('s3://')
}

/** Throws INPUT where a bucket is named as none can be. */
export async function openPlace(path: string): Promise<Place> {
  return inBucket(path) ? openPrefix(path) : folderPlace(path)
}

function folderPlace(folder: string): Place {
  return {
    name: folder,
    read: (path) => readUnlessAbsent(join(folder, path)),
    names: (inner) => readdir(join(folder, inner)).catch(() => []),
  }
}

async function readUnlessAbsent(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined
    throw new PerfError('INPUT', `${quote(path)} cannot be read: ${cause.message}`, { cause })
  })
}

const REGION = 'us-east-1'

async function openPrefix(path: string): Promise<Place> {
  const read = readBucket(path)
  if (!read.ok)
    throw new PerfError('INPUT', `${quote(path)} ${read.wrong}`, { hint: `right: s3://${read.right}/test/run` })
  const { bucket, prefix } = read.value
  const { openBucket } = await import('../results-world.ts')
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env
  const store = openBucket(bucket, AWS_REGION || AWS_DEFAULT_REGION || REGION)
  const keyOf = (name: string) => [prefix, name].filter((part) => part !== '').join('/')
  return {
    name: path,
    read: (name) => store.get(keyOf(name)),
    names: async (inner) => {
      const root = `${keyOf(inner)}/`
      const names = (await store.list(root)).map((key) => key.slice(root.length))
      return names.filter((name) => !name.includes('/'))
    },
  }
}
