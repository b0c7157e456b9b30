import { closeSync, openSync, readSync } from 'node:fs'
import { decodeBlock, encodeBlock } from '../core/jtl/binary.ts'
import type { BlockSummarizer } from '../core/jtl/block-summarizer.ts'
import { useEngineModule } from '../core/jtl/engine/module.ts'
import { summaryOf } from '../core/jtl/merge.ts'
import { createBlockSummarizer } from '../core/jtl/summarize.ts'
import type { Rows, Summary, SummaryWarning } from '../core/summary.ts'
import { readRange } from './read-range.ts'
import { isFull } from './same-as-one.ts'

/** What the second half's thread is told. */
export interface Half {
  readonly path: string
  readonly block: string
  readonly half: number
  readonly size: number
  readonly slices: boolean
  /** The time until which rows seem to last (ms since 1970). */
  readonly until?: number | undefined
  /** The first thread's, which is compiled already. */
  readonly engine: object
}

/** What it says: where it took a row to begin, first; then what came of it, or that it gives up. */
export type Said =
  | { readonly said: 'start'; readonly at: number }
  | {
      readonly said: 'done'
      readonly block: Uint8Array<ArrayBuffer>
      readonly rows: Rows
      readonly warnings: readonly SummaryWarning[]
    }
  | { readonly said: 'given up' }

const SEARCH = 1 << 20
const HEADER = 1 << 16
const LF = 10

/** Summarizes a file from the first row after its half on. Its start is a guess until the first half ends there. */
export async function readSecondHalf(
  { path, block, half, size, slices, until, engine }: Half,
  say: (said: Said) => void,
) {
  const file = openSync(path, 'r')
  try {
    useEngineModule(engine)
    using summarizer = createBlockSummarizer(block, { slices })
    if (until !== undefined) summarizer.expectUntil(until)
    const start = readHeader(file, summarizer) ? findRow(file, half) : undefined
    if (start === undefined) return say({ said: 'given up' })
    say({ said: 'start', at: start })
    summarizer.goTo(start)
    await readRange(summarizer, { file, from: start, to: () => size })
    summarizer.end()
    const found = summarizer.block()
    if (isFull([found], summarizer.warnings)) return say({ said: 'given up' })
    say({ said: 'done', block: encodeBlock(found), rows: summarizer.rows, warnings: summarizer.warnings })
  } finally {
    closeSync(file)
  }
}

/** The summary of the half that begins at this line of the file. */
export function halfSummary({ block, rows, warnings }: Extract<Said, { said: 'done' }>, line: number): Summary {
  const placed = warnings.map((warning) =>
    warning.line === undefined ? warning : { ...warning, line: warning.line + line - 1 },
  )
  return summaryOf([decodeBlock(block)], rows, placed)
}

/** Whether the file begins with a header of one line. */
function readHeader(file: number, summarizer: BlockSummarizer): boolean {
  const begin = Buffer.alloc(HEADER)
  const length = begin.subarray(0, readSync(file, begin, 0, HEADER, 0)).indexOf(LF) + 1
  summarizer.push(begin.subarray(0, length))
  return length > 0 && summarizer.isBetweenRows && summarizer.rows.read === 0 && summarizer.warnings.length === 0
}

/** The first offset from `from` on at which a line begins as rows do, with a time in ms. */
function findRow(file: number, from: number): number | undefined {
  const part = Buffer.alloc(SEARCH)
  const text = part.toString('latin1', 0, readSync(file, part, 0, SEARCH, from - 1))
  const at = text.search(/\n"?\d{13}"?[,;\t|]/)
  return at < 0 ? undefined : from + at
}
