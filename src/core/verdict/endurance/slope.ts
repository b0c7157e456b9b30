import { median } from '../compare/location.ts'
import type { Point } from './blocks.ts'
import { above, NORMAL_95 } from './normal.ts'
import { bestStep, largest, leftByLine } from './shape.ts'

/** A slope per unit of time, with bounds each of which holds with 95 %. */
export interface Slope {
  readonly value: number
  readonly low: number
  readonly high: number
  /** How likely as many pairs of points rise where nothing does: below .05 exactly where `low` is above 0. */
  readonly p: number
}

/** The median of the slopes between all pairs of points. Source: P. K. Sen, JASA 63 (1968), 1379–1389. */
export function theilSen(points: readonly Point[]): number {
  return median(slopes(points))
}

/**
 * The same with the interval of Kendall's tau, whose variance is widened by (1 + r) / (1 - r): r is the correlation of
 * neighbours in what is left unexplained, corrected for short series, or what that of the next but one says it is, if that is
 * more: collections of garbage turn neighbours against each other.
 */
export function slopeOf(points: readonly Point[]): Slope {
  const sorted = Float64Array.from(slopes(points)).sort()
  const n = points.length
  const value = theilSen(points)
  const r = correlation(unexplained(points, value))
  const variance = ((n * (n - 1) * (2 * n + 5)) / 18) * ((1 + r) / (1 - r))
  const reach = NORMAL_95 * Math.sqrt(variance)
  const at = (rank: number) => sorted[Math.min(Math.max(Math.trunc(rank), 0), sorted.length - 1)]!
  const rising = sorted.filter((slope) => slope > 0).length
  return {
    value,
    low: at((sorted.length - reach) / 2),
    high: at((sorted.length + reach) / 2),
    p: above((2 * rising - sorted.length) / Math.sqrt(variance)),
  }
}

/** A step that leaves so little of what a line leaves is what happened. */
const STEP = 0.5

/** What the slope leaves of each point, or the best single step where that leaves far less: else a clear step seems to be memory. */
function unexplained(points: readonly Point[], slope: number): readonly number[] {
  const step = bestStep(points)
  return step.left < STEP * leftByLine(points) ? step.residuals : points.map(([at, level]) => level - slope * at)
}

function slopes(points: readonly Point[]): readonly number[] {
  return points.flatMap(([from, before], i) => points.slice(i + 1).map(([to, after]) => (after - before) / (to - from)))
}

/** More than this says that the series is too short for its memory; the bias of a short series is 1 + 4 r of n. */
const MOST = 0.9

function correlation(left: readonly number[]): number {
  const middle = median(left)
  const most = largest(left.map((value) => value - middle))
  const residuals = left.map((value) => (value - middle) / most)
  const squares = residuals.reduce((sum, value) => sum + value * value, 0)
  if (squares === 0) return 0
  const n = residuals.length
  const at = (lag: number) => {
    const products = residuals.slice(lag).reduce((sum, value, i) => sum + value * residuals[i]!, 0)
    return Math.max(((products / squares) * n + 1) / (n - 4), 0)
  }
  return Math.min(Math.max(at(1), Math.sqrt(at(2))), MOST)
}
