import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { programBeside } from '../assets.ts'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import { isFortio, summarizeFortio } from '../core/jtl/fortio.ts'
import { parseSummary } from '../core/jtl/json.ts'
import type { Summary } from '../core/summary.ts'
import { summarizeFile } from '../jtl/summarize-file.ts'
import { summarizeStream } from './piped-jtl.ts'

/** `slices: false`: without the time slices, which a table does not need. */
export interface ResultsOptions {
  readonly slices?: boolean
}

/** The summary of what a path names: a JTL, a result of Fortio, a summary.json, or the folder of a run that has one. Throws INPUT. */
export async function readResults(path: string, { slices = true }: ResultsOptions = {}): Promise<Summary> {
  if (path === '-') return summarizeStream(path, process.stdin)
  const kind = await kindOf(path)
  if (kind === 'pipe') return summarizeStream(path, createReadStream(path))
  const file = kind === 'folder' ? join(path, 'summary.json') : path
  if (await isJson(file)) return readSummary(file)
  const program = programBeside('jtl-half.mjs')
  return summarizeFile(file, { slices, ...(program === undefined ? {} : { program }) })
}

/** Whether it is a folder; throws INPUT where there is nothing. */
export async function isFolder(path: string): Promise<boolean> {
  return path !== '-' && (await kindOf(path)) === 'folder'
}

async function kindOf(path: string): Promise<'folder' | 'file' | 'pipe'> {
  const found = await readable(path, () => stat(path))
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'pipe'
}

const OPEN_BRACE = 0x7b

async function isJson(path: string): Promise<boolean> {
  return readable(path, async () => {
    await using file = await open(path)
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 0)
    return buffer[0] === OPEN_BRACE
  })
}

async function readSummary(path: string): Promise<Summary> {
  const text = await readable(path, () => readFile(path, 'utf8'))
  try {
    const document: unknown = JSON.parse(text)
    return isFortio(document) ? summarizeFortio(document, 'load') : parseSummary(document)
  } catch (cause) {
    throw new PerfError(
      'INPUT',
      `${quote(path)} is no summary of perf-action and no result of Fortio: ${reason(cause)}`,
      { cause },
    )
  }
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
