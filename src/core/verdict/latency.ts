import { count, figure } from '../figure.ts'
import type { Quantity } from '../limit.ts'
import { meanOf, quantileOf } from '../stats/histogram.ts'
import type { SparseHistogram } from '../stats/sparse-histogram.ts'
import type { Measured } from './labels.ts'
import type { Reading } from './reading.ts'

type Statistic = Extract<Quantity, { kind: 'latency' }>['statistic']

/** Samples beyond a quantile, or of any other figure, without which it is not judged, and below which it is called weak (verdict.md 10). */
const NEEDED = 10
const WEAK = 30
/** Guards against 100 * (1 - 0.9) being a hair under 10. */
const ROUNDING = 1e-9

/** A latency statistic of the successes. Quantiles are by nearest rank, and only where enough samples lie beyond. */
export function measureLatency(statistic: Statistic, { count: all, errors, successes }: Measured): Reading {
  const unit = 'ms'
  const n = successes.count
  if (n === 0)
    return { actual: null, unit, note: `none of the ${count(all)} samples succeeded (${count(errors)} failed)` }
  const few = tooFew(n, 'successful samples')
  if (statistic === 'mean') return { actual: meanOf(successes), unit, ...few }
  if (statistic === 'max') return { actual: at(successes, 1), unit, ...few }
  const q = statistic.quantile
  const beyond = n * (1 - q) + ROUNDING
  const name = `p${figure(q * 100, '', 5)}`
  if (beyond < NEEDED)
    return {
      actual: null,
      unit,
      note: `it needs ${count(samplesFor(q))} successful samples, there are ${count(n)}`,
    }
  const actual = at(successes, q)
  if (beyond >= WEAK) return { actual, unit }
  return { actual, unit, note: `weak: only ${count(Math.floor(beyond))} samples lie beyond ${name}` }
}

/** What keeps a figure of `n` samples that is no quantile from meeting a limit, if anything does. */
export function tooFew(n: number, samples: string): Pick<Reading, 'unproven'> {
  return n >= NEEDED ? {} : { unproven: `it needs ${NEEDED} ${samples}, there ${n === 1 ? 'is' : 'are'} ${n}` }
}

/** Successful samples without which quantile `q` is not judged: 200 for p95, 1,000 for p99. */
export function samplesFor(q: number): number {
  return Math.ceil(NEEDED / (1 - q) - ROUNDING * NEEDED)
}

function at(successes: SparseHistogram, q: number): number {
  return quantileOf(successes, q) ?? Number.NaN
}
