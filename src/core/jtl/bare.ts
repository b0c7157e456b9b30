import { NO_SLICES } from '../stats/slices.ts'
import { NO_COUNTS } from '../stats/sparse-histogram.ts'
import type { LabelBlock } from '../summary.ts'

/** What the block of a label lacks where figures are all that is wanted: what is beside the histogram of all samples. */
export const BARE = {
  successes: NO_COUNTS,
  lag: NO_COUNTS,
  latency: NO_COUNTS,
  connect: NO_COUNTS,
  slices: NO_SLICES,
} as const satisfies Partial<LabelBlock>
