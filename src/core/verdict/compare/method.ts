import type { QuantileName } from '../quantities.ts'

/** Standard deviations of one log difference that are assumed before anything was seen. */
export interface Prior {
  /** Of what all labels share; of a label beside that; of a label where nothing is told apart. */
  readonly common: number
  readonly own: number
  readonly single: number
}

/** The settings of one way to compare. Set on the seeds 11 and 12 of the simulation, and judged on others (verdict.md 7). */
export interface Method {
  readonly priors: Readonly<Record<QuantileName, Prior>>
  /** The same of throughput and of metrics, and the degrees of freedom that it counts as. */
  readonly ratioPrior: { readonly sd: number; readonly df: number }
  /** Share of alpha for what all labels share; the rest is for the labels. */
  readonly commonShare: number
  /** More degrees of freedom are never claimed: the tails are heavier than those of a normal distribution. */
  readonly mostDf: number
  /**
   * Labels that vary more than usual beside one another are taken to do so together, too: of few pairs, what they share
   * shows too little of its own noise.
   */
  readonly noisyTogether: boolean
  /** Runs whose own sampling noise is in one difference: two of a pair, one against a well-known level. */
  readonly noisyRuns: 1 | 2
}

export const PAIRS: Method = {
  priors: {
    p50: { common: 0.025, own: 0.025, single: 0.035 },
    p95: { common: 0.03, own: 0.04, single: 0.05 },
    p99: { common: 0.04, own: 0.06, single: 0.075 },
  },
  ratioPrior: { sd: 0.04, df: 4 },
  commonShare: 0.5,
  mostDf: 8,
  noisyTogether: true,
  noisyRuns: 2,
}

export const HISTORY: Method = {
  priors: {
    p50: { common: 0.05, own: 0.035, single: 0.06 },
    p95: { common: 0.055, own: 0.045, single: 0.07 },
    p99: { common: 0.07, own: 0.065, single: 0.095 },
  },
  ratioPrior: { sd: 0.05, df: 2 },
  commonShare: 0.4,
  mostDf: 6,
  noisyTogether: false,
  noisyRuns: 1,
}

/**
 * Error of one verdict by history; of one by a fixed number of pairs. By history latencies have four fifths of it, and the
 * others one; .035 for latencies alone, as first designed, is .028 of it then, and finds too little.
 */
export const ALPHA = { history: 0.04, pairs: 0.05 } as const

/** What is beyond the margin at this level, and not at alpha, makes a warning. */
export const WARN_ALPHA = 0.2

/** Change (log) of each label that a pass has ruled out; of what all labels share, where pairs can tell. */
export const RULED_OUT = { label: Math.log(1.2), common: Math.log(1.1) } as const

/** Probability of each bound of a pass. */
export const CONFIDENCE = 0.95
