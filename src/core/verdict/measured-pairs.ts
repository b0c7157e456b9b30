import { blockId, type Side } from '../blocks.ts'
import type { Test } from '../plan.ts'
import type { MetricResult } from '../series.ts'
import type { Summary } from '../summary.ts'
import { blockTime, metricsWithin } from './block-metrics.ts'
import type { Pair } from './compare/pairs.ts'
import { runQuantities } from './compare/run-quantities.ts'

/** What was measured of a run in pairs, or of some of them. */
export interface Measurements {
  readonly test: Pick<Test, 'rampMs' | 'durationMs'>
  readonly summary: Summary
  /** Of the pods, one by one. */
  readonly manifests: readonly ({ readonly summary: Summary } | undefined)[]
  readonly metrics: readonly MetricResult[]
}

/** The first pairs of a run, each of its two blocks by its quantities. */
export function measuredPairs(measurements: Measurements, pairs: number): readonly Pair[] {
  return Array.from({ length: pairs }, (_, i) => measuredPair(measurements, i + 1))
}

/** One pair by its number, from 1. */
export function measuredPair({ test, summary, manifests, metrics }: Measurements, pair: number): Pair {
  const pods = manifests.flatMap((pod) => pod?.summary ?? [])
  const of = (side: Side) => {
    const id = blockId(pair, side)
    const time = blockTime(summary, id, test)
    return runQuantities(summary, time === undefined ? [] : metricsWithin(metrics, { side, times: [time] }), {
      block: id,
      pods,
    })
  }
  return { base: of('base'), head: of('head') }
}
