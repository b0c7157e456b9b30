import { createReadStream, fstatSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { programBeside } from '../assets.ts'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { Summary } from '../core/summary.ts'
import { summarizeFile } from '../jtl/summarize-file.ts'
import { summarizeStream } from './piped-jtl.ts'

/** `slices: false`: without what a table does not need: time slices, and histograms but that of all samples. */
export interface ResultsOptions {
  readonly slices?: boolean
  /** Is told now and then how many bytes of it are read. */
  readonly progress?: (bytes: number) => void
  /** Ends the reading where it may take long. */
  readonly signal?: AbortSignal
}

/** The summary of what a path names: a JTL, a result of Fortio, a summary.json, or the folder of a run that has one. Throws INPUT. */
export async function readResults(path: string, options: ResultsOptions = {}): Promise<Summary> {
  if (path === '-') return summarizeStream(path, process.stdin, options)
  const kind = await kindOf(path)
  if (kind === 'pipe') return summarizeStream(path, createReadStream(path), options)
  const file = kind === 'folder' ? join(path, 'summary.json') : path
  await beginningOf(file) // or tells what may be named
  const program = programBeside('jtl-half.mjs')
  return summarizeFile(file, { ...options, ...(program === undefined ? {} : { program }) })
}

/** Files of which two are read at once where all are gzipped: they are inflated in threads beside. In their order. */
export async function readAll(
  files: readonly string[],
  optionsOf: (file: string) => ResultsOptions,
): Promise<readonly Summary[]> {
  const packed = await Promise.all(files.map(isPacked))
  const ended = new AbortController()
  const found = new Array<Summary>(files.length)
  const rest = files.entries()
  const readOn = async () => {
    for (const [i, file] of rest) found[i] = await readResults(file, { ...optionsOf(file), signal: ended.signal })
  }
  try {
    await Promise.all(packed.every((is) => is) ? [readOn(), readOn()] : [readOn()])
  } finally {
    ended.abort()
  }
  return found
}

/** Those of the paths of which an earlier one, whatever it is called, names the same results. */
export async function namedTwice(paths: readonly string[]): Promise<readonly string[]> {
  const read = await Promise.all(paths.map((path) => identityOf(path).catch(() => path))) // who reads it tells why not
  return paths.filter((_, i) => read.indexOf(read[i]!) < i)
}

/** Device and inode of what is read. */
async function identityOf(path: string): Promise<string> {
  const found = path === '-' ? fstatSync(0, { bigint: true }) : await stat(path, { bigint: true })
  return found.isDirectory() ? identityOf(join(path, 'summary.json')) : `${found.dev}:${found.ino}`
}

/** Whether it is a folder; throws INPUT where there is nothing. */
export async function isFolder(path: string): Promise<boolean> {
  return path !== '-' && (await kindOf(path)) === 'folder'
}

async function kindOf(path: string): Promise<'folder' | 'file' | 'pipe'> {
  const found = await readable(path, () => stat(path))
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'pipe'
}

async function isPacked(path: string): Promise<boolean> {
  if (path === '-' || (await kindOf(path)) !== 'file') return false
  const [first, second] = await beginningOf(path)
  return first === 0x1f && second === 0x8b
}

async function beginningOf(path: string): Promise<Uint8Array> {
  return readable(path, async () => {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.subarray(0, bytesRead)
  })
}

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    throw new PerfError('INPUT', `${quote(path)} cannot be read: ${reason(cause)}`, {
      hint: 'name a JTL, a summary.json, or the folder of a run; - is the standard input',
      cause,
    })
  }
}
