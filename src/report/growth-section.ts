import { z } from 'zod'
import { MOST, many, maybe, number, text } from './section-fields.ts'

/** How one series went over the time that counts; of an error rate the change is a difference. */
const growthRow = z.object({
  label: text,
  metric: text,
  of: z.enum(['latency', 'errors', 'throughput', 'metric']),
  kind: z.enum(['leak', 'level-change', 'steady']),
  outcome: z.enum(['pass', 'warn', 'regression', 'inconclusive', 'invalid']),
  change: number,
  low: number,
  high: number,
  before: number,
  after: number,
  unit: text.exactOptional(),
  /** The limit that it reaches first, in its unit, and seconds from the end of the run until then; null: not ever. */
  reaches: z.object({ bound: number, seconds: maybe }).exactOptional(),
})

/** What grew over the time of an endurance run, as it is stored. */
export const growth = z.object({
  state: z.enum(['judged', 'not-judged', 'too-short']),
  /** That count, and that are looked ahead. */
  seconds: number.exactOptional(),
  horizon: number,
  notes: many(text, MOST.reasons),
  rows: many(growthRow, MOST.changes),
  /** How many series there were. */
  watched: number,
})

export type GrowthPart = z.infer<typeof growth>
export type GrowthRow = z.infer<typeof growthRow>
