import { createHash } from 'node:crypto'
import type { Test } from './plan.ts'

/** Raised when we change how a generator measures: runs before and after are not one series. */
const MEASURE = 1

/**
 * Hex: equal for runs that may be compared, which is the same load made by the same generator. Limits and metrics are
 * left out, for they change no sample; so is the target, for a test environment has another address each time and is
 * the very thing that is compared.
 */
export function fingerprint(test: Test): string {
  const { generator, profile, image, pods, size, threads, rate, rampMs, durationMs, properties } = test
  const load = {
    generator,
    profile,
    image,
    pods,
    size,
    threads,
    rate,
    rampMs,
    durationMs,
    properties,
    ...ofSteps(test),
  }
  const asked = test.generator === 'jmeter' ? { plan: test.plan.sha256 } : { requests: test.requests }
  return createHash('sha256')
    .update(canonical({ measure: MEASURE, ...load, ...asked }))
    .digest('hex')
}

/** What a target bears is what it bears within the limits of latency: they are a part of what is measured. */
function ofSteps({ steps, limits }: Test): object {
  if (steps === undefined) return {}
  const kept = limits.filter(({ quantity }) => quantity.kind === 'latency')
  return { steps, limits: kept.map(({ quantity, operator, bound }) => ({ quantity, operator, bound })) }
}

/** JSON whose keys are in order, so that it is the same however the object was made. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`).join(',')}}`
}
