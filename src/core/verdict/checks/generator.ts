import { share } from '../../figure.ts'
import type { GeneratorHealth } from '../../spec.ts'
import { type Evidence, reported } from '../evidence.ts'
import type { Check } from '../verdict.ts'
import { graded, unknown } from './graded.ts'

/** A generator without CPU to spare measures itself: its 95th percentile over the readings, the worst pod counts. */
export function checkCpu(evidence: Evidence): Check | undefined {
  return gauge(evidence, {
    check: 'generator-cpu',
    read: ({ cpu }) => cpu?.p95,
    warn: 0.75,
    invalid: 0.9,
    words: 'of its CPU limit in use at the busiest load generator (p95 of the readings)',
    remedy: 'the generator itself was slow: give it more CPU (size.cpu) or more pods',
  })
}

/** Periods in which the kernel held the generator back because its CPU limit was used up. */
export function checkThrottling(evidence: Evidence): Check | undefined {
  return gauge(evidence, {
    check: 'generator-throttling',
    read: ({ throttled }) => throttled,
    warn: 0.01,
    invalid: 0.05,
    words: 'of the time a load generator was held back by its CPU limit',
    remedy: 'give it more CPU (size.cpu) or more pods',
  })
}

/** Garbage collection stops the generator, and the pause is counted as the target's latency. */
export function checkGc(evidence: Evidence): Check | undefined {
  if (evidence.test.generator !== 'jmeter') return undefined
  return gauge(evidence, {
    check: 'generator-gc',
    read: ({ gc }) => gc,
    warn: 0.02,
    invalid: 0.05,
    words: 'of the time JMeter stood still to collect garbage',
    remedy: 'give it more memory (size.memory) or more pods',
  })
}

interface Gauge {
  readonly check: string
  readonly read: (health: GeneratorHealth) => number | undefined
  readonly warn: number
  readonly invalid: number
  readonly words: string
  readonly remedy: string
}

function gauge(evidence: Evidence, { check, read, warn, invalid, words, remedy }: Gauge): Check | undefined {
  const healths = reported(evidence).flatMap(({ blocks }) => blocks.map(({ health }) => health))
  if (healths.length === 0) return undefined
  const values = healths.map(read).filter((value) => value !== undefined)
  if (values.length === 0) return unknown(check, 'no readings from the pods')
  const value = Math.max(...values)
  const result = graded({ check, value, unit: 'share', warn, invalid, note: `${share(value)} ${words}`, remedy })
  if (values.length === healths.length || result.state !== 'ok') return result
  return { ...result, state: 'unknown', note: `${result.note}; ${healths.length - values.length} pods had no readings` }
}
