import { RECOVERY, stepId } from '../../blocks.ts'
import type { Limit, Quantity } from '../../limit.ts'
import { COARSE } from '../../stats/buckets.ts'
import { meanOf, quantileOf } from '../../stats/histogram.ts'
import { mergeHistograms } from '../../stats/merge-histograms.ts'
import type { LabelBlock, Slice } from '../../summary.ts'
import type { Evidence } from '../evidence.ts'
import { type Part, partsOf } from '../parts.ts'
import { steadyPart, steadySlices, together } from '../steady.ts'
import type { LatencyCourse } from './capacity.ts'

/** What one step came to after its ramp. */
export interface StressStep {
  readonly block: string
  /**
   * Requests per second that were asked for; of threads without a rate what they would ask for if answers stayed as fast as
   * in the first step.
   */
  readonly offered: number
  /** Of a test without a rate. */
  readonly threads?: number
  /** Successes per second. */
  readonly achieved: number
  /** Of the successes, ms; null: too few of them. */
  readonly p95: number | null
  readonly count: number
  readonly errors: number
}

/** The steps that have samples, in their order, as parts of the run. */
export function stepParts(evidence: Evidence): readonly Part[] {
  const ids = evidence.test.steps?.map((_, i) => stepId(i + 1)) ?? []
  return partsOf(evidence).filter(({ block, evidence: { summary } }) => ids.includes(block) && summary.total.count > 0)
}

/** The block after the peak; undefined: it was never made. */
export function recoveryPart(evidence: Evidence): Part | undefined {
  return partsOf(evidence).find(({ block, evidence: { summary } }) => block === RECOVERY && summary.total.count > 0)
}

/** What each step offered, and what the target made of it. */
export function measureSteps(parts: readonly Part[]): readonly StressStep[] {
  const measured = parts.map(measureStep)
  const perThread = (measured[0]?.achieved ?? 0) / (parts[0]?.evidence.test.threads ?? 1)
  return measured.map((step, i): StressStep => {
    const { rate, threads = 0 } = parts[i]?.evidence.test ?? {}
    return rate === undefined ? { ...step, threads, offered: perThread * threads } : { ...step, offered: rate }
  })
}

function measureStep({ block, evidence }: Part): Omit<StressStep, 'offered'> {
  const { durationMs } = evidence.test
  const labels = labelsOf(evidence)
  const steady = steadySlices(labels, steadyPart(evidence))
  const within = steady?.slices ?? together(labels).slices
  const slices = answeredSlices(evidence)
  const errors = sum(slices, (slice) => slice.errors)
  const achieved = sum(within, (slice) => slice.count - slice.errors) / (steady?.seconds ?? durationMs / 1000)
  return {
    block,
    achieved,
    p95: latencyOf(slices, { quantile: 0.95 }) ?? null,
    count: sum(slices, (slice) => slice.count),
    errors,
  }
}

/** A limit of latency over the steps, for those limits that an overload breaks. */
export function courseOf({ text, quantity, operator, bound }: Limit, parts: readonly Part[]): readonly LatencyCourse[] {
  if (quantity.kind !== 'latency' || operator.startsWith('>')) return []
  const values = parts.map(
    ({ evidence }) => latencyOf(answeredSlices(evidence, quantity.label), quantity.statistic) ?? Number.NaN,
  )
  return [{ limit: text, bound, values }]
}

/** From the end of the ramp on, to the last answer: what a step asked late is the slowest of it. */
function answeredSlices(evidence: Evidence, label?: string): readonly Slice[] {
  const { slices } = together(labelsOf(evidence, label))
  const from = steadyPart(evidence)?.from ?? 0
  const after = slices.filter(({ at }) => at >= from)
  return after.length > 0 ? after : slices
}

function labelsOf({ summary }: Evidence, label?: string): readonly LabelBlock[] {
  return summary.blocks.flatMap(({ labels, transactions }) => {
    if (label === undefined) return labels
    const named = labels.filter((part) => part.label === label)
    return named.length > 0 ? named : transactions.filter((part) => part.label === label)
  })
}

type Statistic = Extract<Quantity, { kind: 'latency' }>['statistic']

/** ms; undefined where a quantile would be no more than the largest value. */
function latencyOf(slices: readonly Slice[], statistic: Statistic): number | undefined {
  const all = mergeHistograms(slices.map(({ successes }) => successes))
  const n = all.count
  if (n === 0) return undefined
  if (statistic === 'mean') return meanOf(all, COARSE)
  const q = statistic === 'max' ? 1 : statistic.quantile
  return q < 1 && n * (1 - q) < 1 ? undefined : quantileOf(all, q, COARSE)
}

function sum(slices: readonly Slice[], of: (slice: Slice) => number): number {
  return slices.reduce((total, slice) => total + of(slice), 0)
}
