import { milliseconds, share } from '../../figure.ts'
import { bucketValue, FINE } from '../../stats/buckets.ts'
import { quantileOf } from '../../stats/histogram.ts'
import { mergeHistograms } from '../../stats/merge-histograms.ts'
import type { SparseHistogram } from '../../stats/sparse-histogram.ts'
import { type Evidence, openModel } from '../evidence.ts'
import type { Check } from '../verdict.ts'
import { TELLING, unknown } from './graded.ts'

const LATE_MS = 10
const LATE_SHARE = 0.01
const OF_LATENCY = 0.1
/** Lag is in whole milliseconds: 1 ms may be rounding, and is no lag at all. */
const ROUNDING_MS = 1

/**
 * Coordinated omission: a generator that waits for a slow target starts later requests too late, and so does not
 * measure the slowness. `Lag` is the actual start minus the intended one.
 */
export function checkLag(evidence: Evidence): Check | undefined {
  const parts = evidence.summary.blocks.flatMap(({ labels }) => labels)
  if (evidence.summary.total.count === 0) return undefined
  if (!openModel(evidence)) return closedModel
  const lag = mergeHistograms(parts.map((part) => part.lag))
  const requests = lag.count
  if (requests === 0) return unknown('start-lag', 'the generator does not write how late its requests started')
  const p99 = quantileOf(lag, 0.99) ?? 0
  const late = laterThan(LATE_MS, lag) / requests
  const latency = quantileOf(mergeHistograms(parts.map((part) => part.all)), 0.99) ?? 0
  const base = { check: 'start-lag', value: p99, limit: latency * OF_LATENCY, unit: 'ms' } as const
  const note = `99 of 100 requests started at most ${milliseconds(p99)} late, ${share(late)} by more than ${LATE_MS} ms`
  if (late <= LATE_SHARE && (p99 <= ROUNDING_MS || p99 <= base.limit)) return { ...base, state: 'ok', note }
  const remedy = 'the generator could not start requests on time: give it more CPU (size.cpu) or more pods'
  if (laterThan(Math.min(LATE_MS, Math.max(base.limit, ROUNDING_MS)), lag) < TELLING)
    return { ...base, state: 'warn', note: `${note}, which are too few requests to judge the run by` }
  return { ...base, state: 'invalid', note: `${note}; ${remedy}` }
}

const closedModel: Check = {
  check: 'start-lag',
  value: null,
  limit: null,
  state: 'warn',
  note:
    'threads wait for an answer before they ask again, so a stall of the target is seen by few requests: ' +
    'percentiles are service times; a test with a rate and no threads shows what users feel',
}

function laterThan(ms: number, lag: SparseHistogram): number {
  let requests = 0
  lag.each((bucket, count) => {
    if (bucketValue(bucket, FINE) > ms) requests += count
  })
  return requests
}
