import { median } from '../compare/location.ts'

/** A slope per step, with its one-sided bounds. */
export interface Slope {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Each bound holds with 95 %: the quantile of the normal distribution. */
const NORMAL_95 = 1.6448536269514722

/** The median of the slopes between all pairs of values. Source: P. K. Sen, JASA 63 (1968), 1379–1389. */
export function theilSen(values: readonly number[]): number {
  return median(slopes(values))
}

/**
 * The same with the interval of Kendall's tau, whose variance is widened by (1 + r) / (1 - r): r is the correlation of
 * neighbours in what the slope leaves, corrected for short series.
 */
export function slopeOf(values: readonly number[]): Slope {
  const sorted = Float64Array.from(slopes(values)).sort()
  const n = values.length
  const value = theilSen(values)
  const r = correlation(values.map((one, i) => one - value * i))
  const variance = ((n * (n - 1) * (2 * n + 5)) / 18) * ((1 + r) / (1 - r))
  const reach = NORMAL_95 * Math.sqrt(variance)
  const at = (rank: number) => sorted[Math.min(Math.max(Math.trunc(rank), 0), sorted.length - 1)]!
  return { value, low: at((sorted.length - reach) / 2), high: at((sorted.length + reach) / 2) }
}

function slopes(values: readonly number[]): readonly number[] {
  return values.flatMap((from, i) => values.slice(i + 1).map((to, j) => (to - from) / (j + 1)))
}

/** More than this says that the series is too short for its memory; the bias of a short series is 1 + 4 r of n. */
const MOST = 0.9

function correlation(left: readonly number[]): number {
  const middle = median(left)
  const residuals = left.map((value) => value - middle)
  const squares = residuals.reduce((sum, value) => sum + value * value, 0)
  if (squares === 0) return 0
  const products = residuals.slice(1).reduce((sum, value, i) => sum + value * residuals[i]!, 0)
  const n = residuals.length
  return Math.min(Math.max(((products / squares) * n + 1) / (n - 4), 0), MOST)
}
