import type { Differences } from './differences.ts'
import { type Estimate, tested } from './estimate.ts'
import { scatterOfLabels } from './scatter.ts'
import { moderate } from './variance.ts'

/** What is assumed of one difference before anything was seen. */
export interface PriorAlone {
  readonly variance: number
  /** Degrees of freedom that it counts as beside what is seen. */
  readonly df: number
  /** More are never claimed. */
  readonly mostDf: number
}

/** A guess is not claimed to be worth more, however much it counts. */
const CLAIMED = 4

/** A one-sided test of one quantity: unlike a label's latency it has no siblings to learn its variance from. */
export function estimateAlone(
  { change, units, spread, residuals }: Differences,
  prior: PriorAlone,
): Estimate | undefined {
  const [value = Number.NaN] = change
  if (Number.isNaN(value)) return undefined
  const seen = scatterOfLabels(residuals, 1)[0]!
  const error = Math.sqrt(moderate(seen, prior) * spread(units[0]!))
  return tested(value, error, Math.min(prior.mostDf, CLAIMED + seen.df))
}
