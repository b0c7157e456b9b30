import type { MetricResult } from '../../series.ts'
import { COARSE } from '../../stats/buckets.ts'
import { quantileOf } from '../../stats/histogram.ts'
import { warmUpOf } from '../../stats/warm-up.ts'
import type { LabelBlock, Slice, Summary } from '../../summary.ts'
import type { LabelQuantities, RunQuantities } from '../quantities.ts'
import { together } from '../steady.ts'
import { logQuantiles, logQuantilesInParts } from './log-quantiles.ts'
import { metricQuantity } from './metric-quantity.ts'
import { sharedVariances } from './swings.ts'

interface Of {
  /** Absent: all of the run. */
  readonly block?: string
  /** What each pod measured, where it is known: they do not begin at one moment. */
  readonly pods?: readonly Summary[]
}

/**
 * What of one run (or of one block of it) is compared with other runs: of the successes after the warm-up, which MSER-5
 * finds in the medians of the slices. Source: verdict.md 7.
 *
 * The slices hold whole ms, above 2 s in buckets of at most 0.1 %, so a quantile is at most 0.05 % from that of the samples.
 */
export function runQuantities(
  summary: Summary,
  metrics: readonly MetricResult[],
  { block, pods = [summary] }: Of = {},
): RunQuantities {
  const parts = partsOf(summary, block)
  const { slices } = together(parts)
  const filled = slices.filter(({ successes }) => successes.size > 0)
  const cut = warmUpOf(filled.map(({ successes }) => quantileOf(successes, 0.5, COARSE) ?? 0)) ?? 0
  const from = (cut > 0 ? filled[cut]?.at : undefined) ?? Number.NEGATIVE_INFINITY
  // a slice of a label may be wider than those that the cut was made of: it is left out where it began before
  const measured = [...Map.groupBy(parts, ({ label }) => label)].map(([label, blocks]) => {
    const kept = together(blocks).slices.filter(({ at }) => at >= from)
    return { quantities: quantitiesOf(label, kept), successes: kept.map(({ successes }) => successes) }
  })
  const labels = measured.map(({ quantities }) => quantities)
  const shared = sharedVariances(
    measured.map(({ quantities, successes }) => logQuantilesInParts(successes, quantities.quantiles)),
  )
  const throughput = pods.map((pod) => rateOf(partsOf(pod, block))).reduce((sum, rate) => sum + rate, 0)
  const quantities = metrics.map((metric) => [metric.id, metricQuantity(metric, throughput)] as const)
  return {
    ...{ labels, throughput, metrics: Object.fromEntries(quantities.filter(there)) },
    ...(Object.keys(shared).length > 0 && { shared }),
  }
}

function partsOf({ blocks }: Summary, block: string | undefined): readonly LabelBlock[] {
  return blocks.filter((one) => block === undefined || one.block === block).flatMap(({ labels }) => labels)
}

/**
 * Requests per second of one pod, from its first sample to its last. Over all of that time: JMeter's rate is not even, so
 * what is cut of it would show as more or less throughput.
 */
function rateOf(parts: readonly LabelBlock[]): number {
  const begin = least(parts.map(({ first }) => first))
  const end = -least(parts.map(({ last }) => -last))
  const ended = parts.reduce((sum, { count }) => sum + count, 0)
  return end > begin ? (ended * 1000) / (end - begin) : 0
}

function quantitiesOf(label: string, slices: readonly Slice[]): LabelQuantities {
  const sum = (of: (slice: Slice) => number) => slices.reduce((total, slice) => total + of(slice), 0)
  return {
    label,
    count: sum(({ count }) => count),
    errors: sum(({ errors }) => errors),
    quantiles: logQuantiles(slices.map(({ successes }) => successes)),
  }
}

function there(entry: readonly [string, number | undefined]): entry is readonly [string, number] {
  return entry[1] !== undefined
}

/** Math.min takes its values as arguments, of which there may be too many. */
function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY)
}
