import { NO_SLICES } from '../stats/slices.ts'
import { SparseHistogram } from '../stats/sparse-histogram.ts'
import type { LabelBlock } from '../summary.ts'

/** What the block of a label lacks where figures are all that is wanted: what is beside the histogram of all samples. */
export const BARE = {
  successes: SparseHistogram.EMPTY,
  lag: SparseHistogram.EMPTY,
  latency: SparseHistogram.EMPTY,
  connect: SparseHistogram.EMPTY,
  slices: NO_SLICES,
} as const satisfies Partial<LabelBlock>
