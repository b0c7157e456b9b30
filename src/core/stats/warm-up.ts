import { mser5 } from './mser.ts'

const MARGIN = 0.05
const ERRORS = 3

/**
 * How many of the first medians of a series of slices are warm-up, by MSER-5; undefined: too short to tell.
 *
 * A cut alone proves nothing: of steady noise in 50 to 119 slices MSER-5 cuts more than a quarter in one run of ten,
 * and half in up to one of ten (simulated). So what is cut must also lie 5 % and three standard errors from the rest,
 * which leaves under 1 % of such runs, and finds real warm-ups as before.
 */
export function warmUpOf(medians: readonly number[]): number | undefined {
  const cut = mser5(medians)
  if (cut === undefined) return undefined
  return differs(medians.slice(0, cut), medians.slice(cut)) ? cut : 0
}

function differs(cut: readonly number[], rest: readonly number[]): boolean {
  if (cut.length === 0) return false
  const [before, after] = [mean(cut), mean(rest)]
  const variance = rest.reduce((sum, value) => sum + (value - after) ** 2, 0) / (rest.length - 1)
  const error = Math.sqrt(variance * (1 / cut.length + 1 / rest.length))
  return Math.abs(before - after) > Math.max(MARGIN * after, ERRORS * error)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
