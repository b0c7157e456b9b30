import type { QuantileName, RunQuantities } from '../quantities.ts'
import type { Method, Prior } from './method.ts'
import { sharedWithinRuns, withinRuns } from './panel.ts'

/** Shares of the sampling noise of a difference in what is common (the median of labels) and in one label's. */
const IN_COMMON = 0.25
const IN_LABEL = 1.5

/**
 * What is assumed of a quantile before runs were compared, and at least what their insides imply: their sampling noise, and
 * of what all labels share how much it swings in the course of a run.
 */
export function priorOf(name: QuantileName, runs: readonly RunQuantities[], { priors, noisyRuns }: Method): Prior {
  const [within = 0, shared = 0] = [withinRuns(runs, name), sharedWithinRuns(runs, name)]
  const atLeast = (sd: number, ...variances: readonly number[]) =>
    Math.sqrt(Math.max(sd ** 2, ...variances.map((variance) => noisyRuns * variance)))
  const { common, own, single } = priors[name]
  return {
    common: atLeast(common, IN_COMMON * within, shared),
    own: atLeast(own, IN_LABEL * within),
    single: atLeast(single, IN_LABEL * within, shared),
  }
}
