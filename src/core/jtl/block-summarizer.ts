import type { BlockSummary, Rows, SummaryWarning } from '../summary.ts'

/** What came since the last look, transactions apart; p95 in ms, of successes. */
export interface Interval {
  readonly count: number
  readonly errors: number
  readonly p95?: number
}

/** Makes the summary of one block from its JTL, pushed in pieces of any size. */
export interface BlockSummarizer {
  push(bytes: Uint8Array): void
  /** Takes the bytes that `fill` writes to where they are read, 1 MiB at most, without a copy; how many these were. */
  pull(fill: (room: Uint8Array<ArrayBuffer>) => number): number
  /** No more bytes will come: a last line without its end is skipped. */
  end(): void
  /** The offset just after the last line that is done with; a chunk that ends here splits no row. */
  readonly completeBytes: number
  readonly rows: Rows
  readonly warnings: readonly SummaryWarning[]
  takeInterval(): Interval
  /** What was read so far. */
  block(): BlockSummary
  /** Whether what comes is read as it would be by a summarizer that begins there with the same header. */
  readonly isBetweenRows: boolean
  /** Whether this is no JTL: nothing that comes will change that. */
  readonly isRefused: boolean
  /** The line at which it stands, from 1. */
  readonly line: number
  /** Takes what comes next as the bytes at `offset` of the file, which begin a row; lines are counted from 1 there. */
  goTo(offset: number): void
  /**
   * Says, before anything is read, that samples to come last until this time at least (ms since 1970). Slices then need
   * not be widened on the way; they are too wide where it proves untrue.
   */
  expectUntil(at: number): void
  /** Hands its memory to the next one; nothing may be asked of it afterwards. */
  [Symbol.dispose](): void
}
