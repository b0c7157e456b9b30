import { mean } from '../compare/location.ts'
import type { Point } from './blocks.ts'

/** A level holds at least so many blocks on each side of a step. */
const LEAST = 3

/** The largest of the values, in which they are squared: whatever their unit, no square is too large or too small a number. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1
}

/** The sum of squares that the best line leaves (least squares), in that of the largest value. */
export function leftByLine(points: readonly Point[]): number {
  const most = largest(points.map(([, value]) => value))
  return leftOfLine(points.map(([at, value]) => [at, value / most]))
}

function leftOfLine(points: readonly Point[]): number {
  const [centre, middle] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))]
  const sum = (of: (at: number, value: number) => number) =>
    points.reduce((total, [at, value]) => total + of(at - centre, value - middle), 0)
  const slope = sum((at, value) => at * value) / sum((at) => at ** 2)
  return sum((at, value) => (value - slope * at) ** 2)
}

/** One change of level. */
export interface Step {
  readonly before: number
  readonly after: number
  /** What it leaves of each point, and the sum of their squares, in that of the largest value. */
  readonly residuals: readonly number[]
  readonly left: number
}

/** The single change of level that leaves least. */
export function bestStep(points: readonly Point[]): Step {
  const values = points.map(([, value]) => value)
  const steps = Array.from({ length: Math.max(1, values.length - 2 * LEAST + 1) }, (_, i) => stepAt(values, i + LEAST))
  return steps.reduce((best, one) => (one.left < best.left ? one : best))
}

function stepAt(values: readonly number[], at: number): Step {
  const [before, after] = [mean(values.slice(0, at)), mean(values.slice(at))]
  const residuals = values.map((value, i) => value - (i < at ? before : after))
  const most = largest(values)
  return { before, after, residuals, left: residuals.reduce((sum, value) => sum + (value / most) ** 2, 0) }
}
