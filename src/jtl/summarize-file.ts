import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import { summaryOf } from '../core/jtl/merge.ts'
import { type BlockSummarizer, createBlockSummarizer } from '../core/jtl/summarize.ts'
import type { Summary } from '../core/summary.ts'
import { readRange } from './read-range.ts'
import { summarizeHalves } from './two-halves.ts'
import { readGzip } from './unpack.ts'

/** Below this size a second thread costs more than it saves. */
const PARALLEL_FROM = 400e6

export interface FileOptions {
  /** The block under which the samples are counted; default `load`. */
  readonly block?: string
  /** Whether the summary shall have time slices, which the verdict needs and a table does not; default true. */
  readonly slices?: boolean
  /** The program jtl-half, for a second thread on large files; without it there is one thread. */
  readonly program?: string
  /** Bytes from which on there are two threads; default 400 MB. */
  readonly parallelFrom?: number
  /** Is told now and then how many bytes of the file are read, and how many there are. */
  readonly progress?: (read: number, size: number) => void
}

/** The summary of a regular file, a JTL or a gzipped one, in bounded memory. INPUT where it cannot be read or is no JTL. */
export async function summarizeFile(path: string, options: FileOptions = {}): Promise<Summary> {
  using summarizer = createBlockSummarizer(options.block ?? 'load')
  const summary = await readWhole(path, summarizer, options).catch((cause: unknown) => {
    throw new PerfError('INPUT', `${quote(path)} cannot be read to its end: ${reason(cause)}`, { cause })
  })
  const refused = summary.warnings.find(({ code }) => code === 'refused')
  if (refused === undefined) return summary
  throw new PerfError('INPUT', `${quote(path)}: ${refused.message}`, {
    hint: "a JTL is JMeter's CSV: its first line names timeStamp, elapsed, label, success",
  })
}

async function readWhole(path: string, summarizer: BlockSummarizer, options: FileOptions): Promise<Summary> {
  const { slices = true, program, parallelFrom = PARALLEL_FROM, block = 'load' } = options
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const progress = options.progress && ((read: number) => options.progress?.(read, size))
    if (isGzip(file)) await readGzip(summarizer, path, progress)
    else if (program !== undefined && size >= parallelFrom) {
      const half = Math.ceil(size / 2)
      return await summarizeHalves(summarizer, { file, path, block, half, size, slices, program, progress })
    } else await readRange(summarizer, { file, from: 0, to: () => Number.POSITIVE_INFINITY, progress })
    summarizer.end()
    return summaryOf([summarizer.block({ slices })], summarizer.rows, summarizer.warnings)
  } finally {
    closeSync(file)
  }
}

function isGzip(file: number): boolean {
  const begin = new Uint8Array(2)
  return readSync(file, begin, 0, 2, 0) === 2 && begin[0] === 0x1f && begin[1] === 0x8b
}
