import { mean } from '../compare/location.ts'

/** A level holds at least so many blocks on each side of a step. */
const LEAST = 3

/** The sum of squares that the best line leaves (least squares). */
export function leftByLine(values: readonly number[]): number {
  const [middle, centre] = [mean(values), (values.length - 1) / 2]
  const sum = (of: (value: number, i: number) => number) => values.reduce((total, value, i) => total + of(value, i), 0)
  const slope = sum((value, i) => (value - middle) * (i - centre)) / sum((_, i) => (i - centre) ** 2)
  return sum((value, i) => (value - middle - slope * (i - centre)) ** 2)
}

/** The sum of squares that the best single change of level leaves. */
export function leftByStep(values: readonly number[]): number {
  const around = (part: readonly number[]) => part.reduce((sum, value) => sum + (value - mean(part)) ** 2, 0)
  const at = Array.from({ length: Math.max(0, values.length - 2 * LEAST + 1) }, (_, i) => i + LEAST)
  return at.reduce(
    (least, k) => Math.min(least, around(values.slice(0, k)) + around(values.slice(k))),
    Number.POSITIVE_INFINITY,
  )
}
