import { duration, share } from '../../figure.ts'
import { COARSE } from '../../stats/buckets.ts'
import { quantileOf } from '../../stats/histogram.ts'
import { warmUpOf } from '../../stats/warm-up.ts'
import { median } from '../compare/location.ts'
import type { Evidence } from '../evidence.ts'
import { steadyPart, together } from '../steady.ts'
import type { Check } from '../verdict.ts'
import { unknown } from './graded.ts'

const INVALID = 0.5
const WARN = 0.25

/** The target was warm: the medians of the slices after the ramp say how much of them is still warm-up. */
export function checkWarmUp(evidence: Evidence): Check | undefined {
  if (evidence.summary.total.count === 0) return undefined
  const steady = steadyPart(evidence)
  const { widthMs, slices } = together(evidence.summary.blocks.flatMap(({ labels }) => labels))
  const medians = slices
    .filter(({ at, successes }) => steady && at >= steady.from && at + widthMs <= steady.to && successes.size > 0)
    .map(({ successes }) => quantileOf(successes, 0.5, COARSE) ?? 0)
  const cut = warmUpOf(medians)
  if (cut === undefined)
    return unknown('warm-up', 'the time after the ramp is too short to tell warm-up from steady load')
  const base = { check: 'warm-up', limit: INVALID, unit: 'share' } as const
  if (cut > 0 && evidence.test.profile === 'endurance' && rises(medians, cut))
    return { ...base, value: 0, state: 'ok', note: 'latency rose after the ramp, which is judged as growth' }
  if (cut === 0) return { ...base, value: 0, state: 'ok', note: 'latency was steady from the end of the ramp' }
  const value = cut / medians.length
  const state = cut >= neverSettled(medians.length) ? 'invalid' : value > WARN ? 'warn' : 'ok'
  const settled = `latency settled ${duration(cut * widthMs)} after the ramp (${share(value)} of the time that counts)`
  const remedy = 'warm the target up with a longer ramp, or measure for longer'
  return { ...base, value, state, note: state === 'ok' ? settled : `${settled}; ${remedy}` }
}

/** What is warm gets no slower: an endurance test is there to find that. */
function rises(medians: readonly number[], cut: number): boolean {
  return median(medians.slice(0, cut)) < median(medians.slice(cut))
}

/** The last cut that MSER-5 can make of so many observations: batches of five, and fewer than half of them. */
function neverSettled(observations: number): number {
  return (Math.floor(Math.floor(observations / 5) / 2) - 1) * 5
}
