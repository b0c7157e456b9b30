import { rate, share } from '../../figure.ts'
import type { Evidence } from '../evidence.ts'
import { steadyPart, steadySlices } from '../steady.ts'
import type { Check } from '../verdict.ts'
import { unknown } from './graded.ts'

const INVALID = 0.95
const WARN = 0.98

/** The load that was asked for was made: completed samples after the ramp, over the rate asked for. */
export function checkOffered(evidence: Evidence): Check | undefined {
  const asked = evidence.test.rate
  if (asked === undefined || evidence.summary.total.count === 0) return undefined
  const parts = evidence.summary.blocks.flatMap(({ labels }) => labels)
  const steady = steadySlices(parts, steadyPart(evidence))
  if (steady === undefined) return unknown('offered-load', 'the time after the ramp is too short to take a rate from')
  const done = steady.slices.reduce((sum, slice) => sum + slice.count, 0) / steady.seconds
  const value = done / asked
  const state = value < INVALID ? 'invalid' : value < WARN ? 'warn' : 'ok'
  const note = `${rate(done)} of the ${rate(asked)} asked for were made after the ramp (${share(value, 3)})`
  const remedy =
    'the target or the generator could not keep up: ask for a lower rate, or give it more threads, CPU (size.cpu) or pods'
  return {
    check: 'offered-load',
    value,
    limit: INVALID,
    unit: 'share',
    state,
    note: state === 'ok' ? note : `${note}; ${remedy}`,
  }
}
