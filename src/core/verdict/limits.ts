import { count } from '../figure.ts'
import { holds, type Limit, type Quantity } from '../limit.ts'
import type { Evidence } from './evidence.ts'
import { knownLabels, measured } from './labels.ts'
import { measureLatency, tooFew } from './latency.ts'
import { measureMetric } from './metric.ts'
import { partsOf } from './parts.ts'
import type { Reading } from './reading.ts'
import { steadyPart, steadySlices } from './steady.ts'
import { measureStress } from './stress/limits.ts'
import type { Stress } from './stress/stress.ts'
import type { LimitResult } from './verdict.ts'

/** A limit beside what came of it. */
export interface JudgedLimit {
  readonly limit: Limit
  readonly result: LimitResult
}

/** What limits are judged by beside the evidence. */
export interface Beside {
  /** Why latencies say nothing in this run; errors, rates and metrics still do. */
  readonly unjudged?: string | undefined
  /** Of a stress test, whose evidence is that of the steps which the target bore. */
  readonly stress?: Stress | undefined
}

/** Judges every limit of the test. */
export function judgeLimits(evidence: Evidence, { unjudged, stress }: Beside = {}): readonly JudgedLimit[] {
  return evidence.test.limits.map((limit) => {
    const { kind } = limit.quantity
    const reading =
      kind === 'latency' && unjudged !== undefined
        ? { actual: null, note: unjudged }
        : kind === 'capacity' || kind === 'recovery'
          ? measureStress(kind, limit, stress)
          : read(limit.quantity, limit, evidence)
    return { limit, result: { limit: limit.text, ...judged(reading, limit) } }
  })
}

/** What is measured in samples or in series. */
type OfSamples = Exclude<Quantity, { kind: 'capacity' | 'recovery' }>

/** Fails closed: what rests on too little may break a limit, but never meets one. */
function judged({ unproven, ...reading }: Reading, limit: Limit): Omit<LimitResult, 'limit'> {
  if (reading.actual === null) return { state: 'no-data', ...reading }
  const state = holds(reading.actual, limit) ? 'met' : 'broken'
  if (unproven === undefined) return { state, ...reading }
  return state === 'met'
    ? { state: 'no-data', ...reading, actual: null, note: unproven }
    : { state, ...reading, note: `weak: ${unproven}` }
}

function read(quantity: OfSamples, { operator }: Limit, evidence: Evidence): Reading {
  if (quantity.kind === 'metric') return measureMetric(quantity, operator, evidence.metrics)
  const load = measured(evidence.summary, quantity.label)
  if (load === undefined) return { actual: null, note: unknownLabel(quantity.label ?? '', evidence) }
  if (load.count === 0) return { actual: null, note: 'there are no samples' }
  switch (quantity.kind) {
    case 'latency':
      return measureLatency(quantity.statistic, load)
    case 'error-rate':
      return { actual: load.errors / load.count, unit: 'share', ...tooFew(load.count, 'samples') }
    case 'throughput': {
      const steady = partsOf(evidence).flatMap((part) => {
        const parts = measured(part.evidence.summary, quantity.label)?.parts ?? []
        return steadySlices(parts, steadyPart(part.evidence)) ?? []
      })
      if (steady.length === 0) return { actual: null, note: 'the time after the ramp is too short to take a rate from' }
      const samples = sum(steady.flatMap(({ slices }) => slices.map(({ count }) => count)))
      return { actual: samples / sum(steady.map(({ seconds }) => seconds)), unit: '1/s' }
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

const NAMED = 10

function unknownLabel(label: string, { summary }: Evidence): string {
  const known = knownLabels(summary)
  if (known.length === 0) return `there are no samples of "${label}", nor of anything else`
  const more = known.length > NAMED ? ` and ${count(known.length - NAMED)} more` : ''
  const names = known.slice(0, NAMED).map((name) => `"${name}"`)
  return `no label is called "${label}"; the run has ${names.join(', ')}${more}`
}
