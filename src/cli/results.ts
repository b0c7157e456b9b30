import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import { parseSummary } from '../core/jtl/json.ts'
import type { Summary } from '../core/summary.ts'
import { openFile, summarizeJtl } from './jtl-file.ts'

/** The summary of what a path names: a JTL, a summary.json, or the folder of a run that has one. Throws INPUT. */
export async function readResults(path: string): Promise<Summary> {
  const file = (await isFolder(path)) ? join(path, 'summary.json') : path
  const { begin, bytes } = await beginning(file)
  return begin === OPEN_BRACE ? parsedSummary(file, bytes) : summarizeJtl(file, bytes)
}

/** Whether it is a folder; throws INPUT where there is nothing. */
export async function isFolder(path: string): Promise<boolean> {
  if (path === '-') return false
  try {
    return (await stat(path)).isDirectory()
  } catch (cause) {
    throw new PerfError('INPUT', `${quote(path)} cannot be read: ${reason(cause)}`, {
      hint: 'name a JTL, a summary.json, or the folder of a run; - is the standard input',
      cause,
    })
  }
}

const OPEN_BRACE = 0x7b

/** A file's first byte, and all of its bytes. */
async function beginning(path: string): Promise<{ begin: number | undefined; bytes: AsyncIterable<Uint8Array> }> {
  const pieces = openFile(path)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  try {
    const first = await pieces.next()
    const bytes = (async function* () {
      for (let next = first; !next.done; next = await pieces.next()) yield next.value
    })()
    return { begin: first.done ? undefined : first.value[0], bytes }
  } catch (cause) {
    throw new PerfError('INPUT', `${quote(path)} cannot be read: ${reason(cause)}`, { cause })
  }
}

async function parsedSummary(path: string, bytes: AsyncIterable<Uint8Array>): Promise<Summary> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  try {
    return parseSummary(JSON.parse(Buffer.concat(pieces).toString()))
  } catch (cause) {
    throw new PerfError('INPUT', `${quote(path)} is no summary of perf-action: ${reason(cause)}`, { cause })
  }
}
