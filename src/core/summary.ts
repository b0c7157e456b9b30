import type { SparseHistogram } from './stats/sparse-histogram.ts'

/**
 * Samples by the time at which they ended, in slices of one width, ascending. At most 120; slice `at` covers
 * [at, at + widthMs) with `at` a multiple of `widthMs`, so slices of two pods add up once widths are equal
 * (the narrower is doubled until it is).
 */
export interface Slices {
  readonly widthMs: number
  readonly slices: readonly Slice[]
}

export interface Slice {
  /** ms since 1970. */
  readonly at: number
  /** All samples that ended in the slice, and those of them that failed. */
  readonly count: number
  readonly errors: number
  /** The most active threads that a sample told (column `allThreads`); 0 or absent where none did. */
  readonly threads?: number
  /** Elapsed of the successes; buckets exact below 2048, then 1024 an octave. */
  readonly successes: SparseHistogram
}

/** Counts and latencies of one label (elapsed in ms, all samples, nearest-rank quantiles; times in ms since 1970). */
export interface LabelSummary {
  readonly label: string
  readonly count: number
  readonly errors: number
  readonly sum: number
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  /** Start of the first sample, end of the last one. */
  readonly first: number
  readonly last: number
  /** A failure's code and message with its count, most frequent first, at most 20. */
  readonly failures: readonly { readonly code: string; readonly message: string; readonly count: number }[]
}

/** What one label did in one block: mergeable. */
export interface LabelBlock {
  readonly label: string
  readonly count: number
  readonly errors: number
  readonly sum: number
  readonly min: number
  readonly max: number
  readonly first: number
  readonly last: number
  readonly bytes: number
  /** Bytes sent (column `sentBytes`). */
  readonly sent?: number
  /** All that were told apart, most frequent first; those beyond 200 as one, `(other failures)`. */
  readonly failures: LabelSummary['failures']
  readonly all: SparseHistogram
  readonly successes: SparseHistogram
  /** Of the column `Lag` (start minus intended start, ms); empty where the generator does not write it. */
  readonly lag: SparseHistogram
  /** Of the columns `Latency` and `Connect`, ms; buckets exact below 2048, then 1024 an octave. */
  readonly latency?: SparseHistogram
  readonly connect?: SparseHistogram
  /** Where the values are known by buckets alone (Fortio): the widest of these, in ms. */
  readonly resolution?: number
  readonly slices: Slices
}

/** One block of a run. `labels` in order of first appearance; transaction rows apart, they would count twice. */
export interface BlockSummary {
  readonly block: string
  readonly labels: readonly LabelBlock[]
  readonly transactions: readonly LabelBlock[]
}

export interface SummaryWarning {
  readonly code: string
  readonly message: string
  readonly line?: number
  readonly offset?: number
}

export interface Rows {
  readonly read: number
  readonly skipped: number
}

/** What the samples of one pod, or of a whole run, come to. Merging is exact, associative and commutative. */
export interface Summary {
  readonly schema: 'perf-action/summary/v1'
  /** All labels but transactions, together; label `*`. */
  readonly total: LabelSummary
  readonly labels: readonly LabelSummary[]
  readonly transactions: readonly LabelSummary[]
  readonly blocks: readonly BlockSummary[]
  readonly rows: Rows
  readonly warnings: readonly SummaryWarning[]
}
