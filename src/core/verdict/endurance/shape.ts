import { mean } from '../compare/location.ts'
import type { Point } from './blocks.ts'

/** A level holds at least so many blocks on each side of a step. */
const LEAST = 3

/** The sum of squares that the best line leaves (least squares). */
export function leftByLine(points: readonly Point[]): number {
  const [centre, middle] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))]
  const sum = (of: (at: number, value: number) => number) =>
    points.reduce((total, [at, value]) => total + of(at - centre, value - middle), 0)
  const slope = sum((at, value) => at * value) / sum((at) => at ** 2)
  return sum((at, value) => (value - slope * at) ** 2)
}

/** The sum of squares that the best single change of level leaves. */
export function leftByStep(points: readonly Point[]): number {
  const values = points.map(([, value]) => value)
  const around = (part: readonly number[]) => part.reduce((sum, value) => sum + (value - mean(part)) ** 2, 0)
  const at = Array.from({ length: Math.max(0, values.length - 2 * LEAST + 1) }, (_, i) => i + LEAST)
  return at.reduce(
    (least, k) => Math.min(least, around(values.slice(0, k)) + around(values.slice(k))),
    Number.POSITIVE_INFINITY,
  )
}
