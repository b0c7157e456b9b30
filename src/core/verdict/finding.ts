import type { Outcome } from './outcome.ts'

/** How one metric of one label changed against what it is compared with, or over the time of the run itself. */
export interface Finding {
  /** `*`: what all labels share. */
  readonly label: string
  readonly metric: string
  /** Ratio minus one, with its interval. */
  readonly change: number
  readonly low: number
  readonly high: number
  readonly outcome: Outcome
  /** What it was and what it is, where that is one figure: a quantile in ms, of a growth in its unit. */
  readonly before?: number
  readonly after?: number
  /** Of both, as in figure.ts; absent: ms. */
  readonly unit?: string
  /** Absent: lower. */
  readonly better?: 'lower' | 'higher'
  /** The metric was divided by the requests. */
  readonly per?: 'request'
  /** It was watched over the time of the run (profile endurance), and compared with nothing. */
  readonly growth?: GrowthFound
}

/** How something went over the time of a run. */
export interface GrowthFound {
  readonly of: 'latency' | 'errors' | 'throughput' | 'metric'
  /** It grew steadily; it changed once; neither is proven. */
  readonly kind: 'leak' | 'level-change' | 'steady'
  /** As in a limit's result. */
  readonly unit?: string
  /** Of the unit an hour, each bound with 95 %. */
  readonly perHour: { readonly value: number; readonly low: number; readonly high: number }
  /** The limit of the test that it reaches first. */
  readonly reaches?: {
    readonly limit: string
    readonly bound: number
    /** ms from the end of the run, and between what; null: not ever at that rate. */
    readonly after: number | null
    readonly earliest: number | null
    readonly latest: number | null
  }
}
