import { NO_SLICES } from '../stats/slices.ts'
import type { LabelBlock } from '../summary.ts'

/** What the block of a label lacks where figures are all that is wanted: what is beside the histogram of all samples. */
export const BARE = {
  successes: [],
  lag: [],
  latency: [],
  connect: [],
  slices: NO_SLICES,
} as const satisfies Partial<LabelBlock>
