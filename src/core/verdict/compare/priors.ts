import type { Method, Prior } from './method.ts'

/** Shares of the sampling noise of a difference in what is common (the median of labels) and in one label's. */
const IN_COMMON = 0.25
const IN_LABEL = 1.5

/**
 * What is assumed of a quantity before anything was seen, and at least what the runs' own sampling noise implies:
 * `within` is the variance of the log quantile inside a run (undefined: not known).
 */
export function floored(prior: Prior, within: number | undefined, { noisyRuns }: Method): Prior {
  if (within === undefined) return prior
  const atLeast = (sd: number, share: number) => Math.sqrt(Math.max(sd ** 2, share * noisyRuns * within))
  return {
    common: atLeast(prior.common, IN_COMMON),
    own: atLeast(prior.own, IN_LABEL),
    single: atLeast(prior.single, IN_LABEL),
  }
}
