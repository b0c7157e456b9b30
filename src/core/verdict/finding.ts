import type { Outcome } from './outcome.ts'

/** How one metric of one label changed against what it is compared with. */
export interface Finding {
  /** `*`: what all labels share. */
  readonly label: string
  readonly metric: string
  /** Ratio minus one, with its interval. */
  readonly change: number
  readonly low: number
  readonly high: number
  readonly outcome: Outcome
  /** What it was and what it is, where that is one figure: a quantile in ms. */
  readonly before?: number
  readonly after?: number
  /** Of both, as in figure.ts; absent: ms. */
  readonly unit?: string
  /** Absent: lower. */
  readonly better?: 'lower' | 'higher'
  /** The metric was divided by the requests. */
  readonly per?: 'request'
}
