import { share } from '../../figure.ts'
import type { GeneratorHealth } from '../../spec.ts'
import { type Evidence, reported } from '../evidence.ts'
import type { Check } from '../verdict.ts'
import { graded, TELLING, unknown } from './graded.ts'

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

/**
 * Periods of the kernel (100 ms each) in which it held the generator back because its CPU limit was used up. A few of them
 * are a large share of some seconds: a busy machine lets a pod wait, and what it then catches up with is held back.
 */
export function checkThrottling(evidence: Evidence): Check | undefined {
  return gauge(evidence, {
    check: 'generator-throttling',
    read: ({ throttled }) => throttled,
    tells: ({ throttledPeriods }) => throttledPeriods === undefined || throttledPeriods >= TELLING,
    warn: 0.01,
    invalid: 0.05,
    words: 'of the time a load generator was held back by its CPU limit',
    few: 'in too few periods to judge the run by',
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
  /** Whether so much was seen that the value can make a run invalid, and what is said where it was not; default: always. */
  readonly tells?: (health: GeneratorHealth) => boolean
  readonly few?: string
  readonly warn: number
  readonly invalid: number
  readonly words: string
  readonly remedy: string
}

function gauge(
  evidence: Evidence,
  { check, read, tells = () => true, few, words, ...limits }: Gauge,
): Check | undefined {
  const healths = reported(evidence).flatMap(({ blocks }) => blocks.map(({ health }) => health))
  if (healths.length === 0) return undefined
  const known = healths.filter((health) => read(health) !== undefined)
  if (known.length === 0) return unknown(check, 'no readings from the pods')
  const judge = (some: readonly GeneratorHealth[]) => {
    const value = Math.max(...some.map((health) => read(health) ?? 0))
    return graded({ ...limits, check, value, unit: 'share', note: `${share(value)} ${words}` })
  }
  const told = judge(known.filter(tells))
  const result = told.state === 'invalid' ? told : judge(known)
  if (result.state === 'invalid' && told.state !== 'invalid')
    return { ...result, state: 'warn', note: `${share(result.value ?? 0)} ${words}, ${few}` }
  if (known.length === healths.length || result.state !== 'ok') return result
  return { ...result, state: 'unknown', note: `${result.note}; ${healths.length - known.length} pods had no readings` }
}
