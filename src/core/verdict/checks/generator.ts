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

/** With fewer periods than tell, so large a share tells all the same. */
const MOST_BY_CHANCE = 0.2

/**
 * Periods of the kernel (100 ms each) in which it held the generator back because its CPU limit was used up. A few of them
 * are a twentieth of some seconds: a busy machine lets a pod wait, and what it then catches up with is held back.
 */
export function checkThrottling(evidence: Evidence): Check | undefined {
  return gauge(evidence, {
    check: 'generator-throttling',
    read: ({ throttled }) => throttled,
    few: {
      seen: ({ throttled = 0, throttledPeriods = TELLING }) =>
        throttled <= MOST_BY_CHANCE && throttledPeriods < TELLING,
      words: 'in too few periods to judge the run by',
    },
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
  /** Whether too little was seen for the value to make a run invalid, and what is said then; default: never. */
  readonly few?: { readonly seen: (health: GeneratorHealth) => boolean; readonly words: string }
  readonly warn: number
  readonly invalid: number
  readonly words: string
  readonly remedy: string
}

function gauge(evidence: Evidence, { check, read, few, words, ...limits }: Gauge): Check | undefined {
  const healths = reported(evidence).flatMap(({ blocks }) => blocks.map(({ health }) => health))
  if (healths.length === 0) return undefined
  const judged = healths.flatMap((health) => {
    const value = read(health)
    if (value === undefined) return []
    const judge = (note: string) => graded({ ...limits, check, value, unit: 'share', note })
    const result = judge(`${share(value)} ${words}`)
    if (result.state !== 'invalid' || !few?.seen(health)) return [{ value, result }]
    return [{ value, result: { ...judge(`${share(value)} ${words}, ${few.words}`), state: 'warn' } as const }]
  })
  const invalid = judged.filter(({ result }) => result.state === 'invalid')
  const [worst] = (invalid.length > 0 ? invalid : judged).sort((a, b) => b.value - a.value)
  if (worst === undefined) return unknown(check, 'no readings from the pods')
  const silent = healths.length - judged.length
  if (silent === 0 || worst.result.state !== 'ok') return worst.result
  const pods = silent === 1 ? 'a pod' : `${silent} pods`
  return { ...worst.result, state: 'unknown', note: `${worst.result.note}; ${pods} had no readings` }
}
