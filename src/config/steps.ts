import { defaultDurationMs, defaultRampMs, STEPS } from './defaults.ts'
import type { WrittenTest } from './schema.ts'

/** The loads of a stress test's steps, ascending: those that it lists, or else equal steps up to its rate or its threads. */
export function stepLoads({ steps = STEPS, rate, threads }: WrittenTest): readonly number[] {
  if (typeof steps !== 'number') return steps
  const shares = Array.from({ length: steps }, (_, i) => (i + 1) / steps)
  if (rate !== undefined) return shares.map((share) => Number((share * rate).toPrecision(6)))
  return threads === undefined ? [] : shares.map((share) => Math.round(share * threads))
}

/** Requests per second of the whole test: what is written, or the highest of the steps that are listed. */
export function rateOf({ profile, rate, steps }: WrittenTest): number | undefined {
  return profile === 'stress' && Array.isArray(steps) ? steps.at(-1) : rate
}

/** How long a block of the test lasts, ms: of a stress test the duration is shared by its steps and the recovery. */
export function blockMs(test: WrittenTest): number {
  const { profile = 'load', steps = STEPS } = test
  const whole = test.duration ?? defaultDurationMs(profile, test.compare?.with)
  if (profile !== 'stress') return whole
  const each = whole / ((typeof steps === 'number' ? steps : steps.length) + 1)
  return Math.floor(each / 1000) * 1000 // JMeter reads whole seconds
}

/** Time from nothing to the full load of a block, ms. */
export function blockRampMs(test: WrittenTest): number {
  return test.ramp ?? defaultRampMs(blockMs(test), test.profile)
}
