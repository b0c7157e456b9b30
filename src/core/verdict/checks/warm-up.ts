import { duration, share } from '../../figure.ts'
import { COARSE } from '../../stats/buckets.ts'
import { quantileOf } from '../../stats/histogram.ts'
import { mser5 } from '../../stats/mser.ts'
import type { Evidence } from '../evidence.ts'
import { steadyPart, together } from '../steady.ts'
import type { Check } from '../verdict.ts'
import { unknown } from './graded.ts'

const INVALID = 0.5
const WARN = 0.25

/** The target was warm: MSER-5 over the medians of the slices after the ramp says how much of them is still warm-up. */
export function checkWarmUp(evidence: Evidence): Check | undefined {
  if (evidence.summary.total.count === 0) return undefined
  const steady = steadyPart(evidence)
  const { widthMs, slices } = together(evidence.summary.blocks.flatMap(({ labels }) => labels))
  const medians = slices
    .filter(({ at, successes }) => steady && at >= steady.from && at + widthMs <= steady.to && successes.length > 0)
    .map(({ successes }) => quantileOf(successes, 0.5, COARSE) ?? 0)
  const cut = mser5(medians)
  if (cut === undefined)
    return unknown('warm-up', 'the time after the ramp is too short to tell warm-up from steady load')
  const base = { check: 'warm-up', limit: INVALID, unit: 'share' } as const
  if (!differs(medians.slice(0, cut), medians.slice(cut)))
    return { ...base, value: 0, state: 'ok', note: 'latency was steady from the end of the ramp' }
  const value = cut / medians.length
  const state = cut >= neverSettled(medians.length) ? 'invalid' : value > WARN ? 'warn' : 'ok'
  const settled = `latency settled ${duration(cut * widthMs)} after the ramp (${share(value)} of the time that counts)`
  const remedy = 'warm the target up with a longer ramp, or measure for longer'
  return { ...base, value, state, note: state === 'ok' ? settled : `${settled}; ${remedy}` }
}

/** The last cut that MSER-5 can make of so many observations: batches of five, and fewer than half of them. */
function neverSettled(observations: number): number {
  return (Math.floor(Math.floor(observations / 5) / 2) - 1) * 5
}

const MARGIN = 0.05
const ERRORS = 3

/**
 * A cut alone proves nothing: of steady noise in 50 to 119 slices MSER-5 cuts more than a quarter in one run of ten,
 * and half in up to one of ten (simulated). So what is cut must also lie 5 % and three standard errors from the rest,
 * which leaves under 1 % of such runs, and finds real warm-ups as before.
 */
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
