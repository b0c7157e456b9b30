import type { Capacity } from './stress/capacity.ts'

/** The quantiles of the successes' latency that are compared between runs. */
export const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const
export type QuantileName = keyof typeof QUANTILES

/** A quantile on the scale on which runs are compared. */
export interface LogQuantile {
  /** Natural logarithm of the quantile in ms. */
  readonly ln: number
  /** Variance of `ln` within the run, by batch means; absent where the run was too short to tell. */
  readonly variance?: number
}

/** One label of one run after its warm-up. */
export interface LabelQuantities {
  readonly label: string
  readonly count: number
  readonly errors: number
  /** A quantile is here only where n(1 - q) is at least 10. */
  readonly quantiles: Readonly<Partial<Record<QuantileName, LogQuantile>>>
}

/** What of one run is compared with other runs: small, since the history keeps it for every run. */
export interface RunQuantities {
  readonly labels: readonly LabelQuantities[]
  /** Requests per second over all labels. */
  readonly throughput: number
  /** Mean of each metric over the run's window, by id; those without data are left out. */
  readonly metrics: Readonly<Record<string, number>>
  /** Variance within the run of what all labels share of a log quantile; absent where the run was too short to tell. */
  readonly shared?: Readonly<Partial<Record<QuantileName, number>>>
  /** Of a stress test, which has no labels: its steps are not one load. */
  readonly capacity?: Capacity
}
