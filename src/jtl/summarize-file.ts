import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { PerfError } from '../core/error.ts'
import { isFortio, summarizeFortio } from '../core/jtl/fortio.ts'
import { summaryOf } from '../core/jtl/merge.ts'
import { type BlockSummarizer, createBlockSummarizer } from '../core/jtl/summarize.ts'
import type { Summary } from '../core/summary.ts'
import { readRange } from './read-range.ts'
import { orRefused, refuseUnreadable } from './refused.ts'
import { isXml, takePieces } from './take-pieces.ts'
import { summarizeHalves } from './two-halves.ts'
import { readPieces } from './unpack.ts'

/** Below this size a second thread costs more than it saves. */
const PARALLEL_FROM = 400e6
/** A JSON document; small, whatever the load was. */
const FORTIO = /^\ufeff?\s*\{/

export interface FileOptions {
  /** The block under which the samples are counted; default `load`. */
  readonly block?: string
  /** Whether blocks shall have time slices and all histograms, which the verdict needs, and a table but one; default true. */
  readonly slices?: boolean
  /** The program jtl-half, for a second thread on large files; without it there is one thread. */
  readonly program?: string
  /** Bytes from which on there are two threads; default 400 MB. */
  readonly parallelFrom?: number
  /** Is told now and then how many bytes of the file are read, and how many there are. */
  readonly progress?: (read: number, size: number) => void
  /** Ends the reading of a file that is packed or XML. */
  readonly signal?: AbortSignal
}

/** The summary of a regular file, a JTL (CSV or XML, gzipped or not) or a result of Fortio, in bounded memory. INPUT where it cannot be read or is no JTL. */
export async function summarizeFile(path: string, options: FileOptions = {}): Promise<Summary> {
  using summarizer = createBlockSummarizer(options.block ?? 'load')
  const summary = await readWhole(path, summarizer, options).catch((cause: unknown) => refuseUnreadable(path, cause))
  return orRefused(path, summary)
}

async function readWhole(path: string, summarizer: BlockSummarizer, options: FileOptions): Promise<Summary> {
  const { slices = true, program, parallelFrom = PARALLEL_FROM, block = 'load' } = options
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const progress = options.progress && ((read: number) => options.progress?.(read, size))
    const begin = beginningOf(file)
    const gzip = begin[0] === 0x1f && begin[1] === 0x8b
    if (FORTIO.test(begin.toString())) return readFortio(path, block)
    if (gzip || isXml(begin)) {
      const told = await takePieces(summarizer, readPieces(path, { gzip, progress, signal: options.signal }))
      return summaryOf([summarizer.block({ slices })], summarizer.rows, told)
    }
    if (program !== undefined && size >= parallelFrom) {
      const half = Math.ceil(size / 2)
      return await summarizeHalves(summarizer, { file, path, block, half, size, slices, program, progress })
    }
    await readRange(summarizer, { file, from: 0, to: () => Number.POSITIVE_INFINITY, progress })
    summarizer.end()
    return summaryOf([summarizer.block({ slices })], summarizer.rows, summarizer.warnings)
  } finally {
    closeSync(file)
  }
}

function readFortio(path: string, block: string): Summary {
  const result: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (isFortio(result)) return summarizeFortio(result, block)
  throw new PerfError('INPUT', 'it is JSON, but no result of Fortio')
}

function beginningOf(file: number): Buffer {
  const begin = Buffer.alloc(64)
  return begin.subarray(0, readSync(file, begin, 0, begin.length, 0))
}
