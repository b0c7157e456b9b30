import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { summaryOf } from '../core/jtl/merge.ts'
import { createBlockSummarizer } from '../core/jtl/summarize.ts'
import type { BlockSummary, Summary } from '../core/summary.ts'
import { isDocument } from './document.ts'
import { lastTime } from './last-time.ts'
import { readRange } from './read-range.ts'
import { orRefused, refuseUnreadable } from './refused.ts'
import { isXml, takePieces } from './take-pieces.ts'

/** Below this size a second thread costs more than it saves. */
const PARALLEL_FROM = 400e6

export interface FileOptions {
  /** The block under which the samples are counted; default `load`. */
  readonly block?: string
  /** Whether blocks shall have time slices and all histograms, which the verdict needs, and a table but one; default true. */
  readonly slices?: boolean
  /** The program jtl-half, for a second thread on large files; without it there is one thread. */
  readonly program?: string
  /** Bytes from which on there are two threads; default 400 MB. */
  readonly parallelFrom?: number
  /** Is told now and then how many bytes of the file are read, and how many there are; begins again where it must be read anew. */
  readonly progress?: (read: number, size: number) => void
  /** Ends the reading of a file that is packed, XML or JSON. */
  readonly signal?: AbortSignal
}

/** The summary of a regular file: a JTL (CSV or XML, gzipped or not), in bounded memory, or a result of Fortio. INPUT where it cannot be read or is neither. */
export async function summarizeFile(path: string, options: FileOptions = {}): Promise<Summary> {
  const summary = await readOpen(path, options).catch((cause: unknown) => refuseUnreadable(path, cause))
  return orRefused(path, summary)
}

async function readOpen(path: string, options: FileOptions): Promise<Summary> {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const begin = beginningOf(file)
    const gzip = begin[0] === 0x1f && begin[1] === 0x8b
    if (gzip || isXml(begin) || isDocument(begin)) return await readStream(path, { ...options, gzip, size })
    const until = lastTime(file, { begin, size })
    const open = { ...options, path, file, size }
    const summary = await readRows({ ...open, until })
    return until === undefined || isTrue(until, summary, options) ? summary : await readRows(open)
  } finally {
    closeSync(file)
  }
}

interface Packed extends FileOptions {
  readonly gzip: boolean
  readonly size: number
}

async function readStream(path: string, { gzip, size, signal, ...options }: Packed): Promise<Summary> {
  const { block = 'load', slices = true } = options
  const progress = options.progress && ((read: number) => options.progress?.(read, size))
  using summarizer = createBlockSummarizer(block, { slices })
  // Others need not wait until Node has loaded what inflates.
  const { readPieces } = await import('./unpack.ts')
  return await takePieces(summarizer, readPieces(path, { gzip, progress, signal }), block)
}

interface OpenFile extends FileOptions {
  readonly path: string
  readonly file: number
  readonly size: number
  /** The time until which rows seem to last. */
  readonly until?: number | undefined
}

async function readRows({ path, file, size, until, ...options }: OpenFile): Promise<Summary> {
  const { slices = true, program, parallelFrom = PARALLEL_FROM, block = 'load' } = options
  const progress = options.progress && ((read: number) => options.progress?.(read, size))
  using summarizer = createBlockSummarizer(block, { slices })
  if (until !== undefined) summarizer.expectUntil(until)
  if (program !== undefined && size >= parallelFrom) {
    const { summarizeHalves } = await import('./two-halves.ts')
    const half = Math.ceil(size / 2)
    return await summarizeHalves(summarizer, { file, path, block, half, size, slices, program, progress, until })
  }
  await readRange(summarizer, { file, from: 0, to: () => Number.POSITIVE_INFINITY, progress })
  summarizer.end()
  return summaryOf([summarizer.block()], summarizer.rows, summarizer.warnings)
}

/** Whether slices, if there shall be some, are no wider than samples need that last until this time. */
function isTrue(until: number, { blocks }: Summary, { slices = true }: FileOptions): boolean {
  return !slices || blocks.some((block) => lastEnd(block) >= until)
}

/** When the last of a block's samples ended. */
function lastEnd({ labels, transactions }: BlockSummary): number {
  return [...labels, ...transactions].reduce((most, { last }) => Math.max(most, last), 0)
}

function beginningOf(file: number): Buffer {
  const begin = Buffer.alloc(64)
  return begin.subarray(0, readSync(file, begin, 0, begin.length, 0))
}
