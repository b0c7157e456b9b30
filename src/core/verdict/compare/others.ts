import type { ComparisonOptions } from '../comparison.ts'
import type { LabelQuantities, RunQuantities } from '../quantities.ts'
import type { Differences, Row } from './differences.ts'
import { type Estimate, estimate } from './estimate.ts'
import { ALL, type Hypothesis } from './hypothesis.ts'
import { mean, median } from './location.ts'
import type { Method } from './method.ts'

/** How a quantity of runs is compared: against a history, or in pairs. */
export type Differ = (row: (run: RunQuantities) => Row) => Differences

interface Compared {
  readonly heads: readonly RunQuantities[]
  readonly bases: readonly RunQuantities[]
  readonly labels: readonly string[]
  readonly differ: Differ
  readonly method: Method
  readonly options: ComparisonOptions
}

/** The third family: error rates of all requests and of each label, throughput, and the metrics of the test. */
export function otherHypotheses(compared: Compared): readonly Hypothesis[] {
  const { labels, options } = compared
  const metrics = Object.entries(options.metrics ?? {}).map(([id, better]) =>
    ratio(compared, id, { value: ({ metrics: means }) => means[id], better }),
  )
  return [
    errorRate(compared, ALL, total),
    ...labels.map((label) => errorRate(compared, label, ({ labels: all }) => all.find((one) => one.label === label))),
    ratio(compared, 'throughput', { value: ({ throughput }) => throughput, better: 'higher' }),
    ...metrics,
  ].filter((hypothesis) => hypothesis !== undefined)
}

type Counts = Pick<LabelQuantities, 'count' | 'errors'>

function total({ labels }: RunQuantities): Counts {
  return labels.reduce((sum, { count, errors }) => ({ count: sum.count + count, errors: sum.errors + errors }), {
    count: 0,
    errors: 0,
  })
}

/** The least rise of an error rate that matters, of the shares themselves too: the scale lifts those of few samples. */
const HALF_A_POINT = 0.005

/** How much wider than binomial an error rate is assumed to be, before runs have shown it: in variance. */
const OVERDISPERSED = 4

/** More than of a latency in a history: the scale has no heavy tails. */
const MOST_DF = 8

/**
 * An error rate as arcsin sqrt((e + 3/8) / (n + 3/4)), whose variance is 1 / 4n wherever the rate is. Source:
 * F. J. Anscombe, Biometrika 35 (1948), 246–254.
 */
function errorRate(
  { heads, bases, differ, method }: Compared,
  label: string,
  countsOf: (run: RunQuantities) => Counts | undefined,
): Hypothesis | undefined {
  const scaled = (run: RunQuantities) => {
    const { count = 0, errors = 0 } = countsOf(run) ?? {}
    return count === 0 ? Number.NaN : Math.asin(Math.sqrt((errors + 0.375) / (count + 0.75)))
  }
  const counts = [...heads, ...bases].flatMap((run) => countsOf(run)?.count || [])
  const levels = bases.map(scaled).filter((value) => !Number.isNaN(value))
  const variance = (OVERDISPERSED * method.noisyRuns) / (4 * median(counts))
  const tested = single(
    differ((run) => [scaled(run)]),
    Math.sqrt(variance),
    { ...method, mostDf: MOST_DF },
  )
  if (tested === undefined) return undefined
  const level = mean(levels)
  const share = (angle: number) => Math.sin(Math.min(Math.max(angle, 0), Math.PI / 2)) ** 2
  const apart = Math.abs(typical(heads, countsOf) - typical(bases, countsOf)) >= HALF_A_POINT
  const worth = apart
    ? Math.asin(Math.sqrt(Math.min(1, share(level) + HALF_A_POINT))) - level
    : Number.POSITIVE_INFINITY
  return {
    ...{ family: 'others', label, metric: 'error-rate', tested, whole: tested },
    matters: { tested: worth, whole: worth },
    shown: (change) => share(level + change) - share(level),
  }
}

/** The median share of errors, as counted. */
function typical(runs: readonly RunQuantities[], countsOf: (run: RunQuantities) => Counts | undefined): number {
  return median(
    runs.flatMap((run) => countsOf(run) ?? []).flatMap(({ count, errors }) => (count > 0 ? errors / count : [])),
  )
}

/** A positive quantity by its logarithm, turned so that worse is more. */
function ratio(
  { differ, method, options }: Compared,
  metric: string,
  {
    value,
    better,
  }: { readonly value: (run: RunQuantities) => number | undefined; readonly better: 'lower' | 'higher' },
): Hypothesis | undefined {
  const sign = better === 'lower' ? 1 : -1
  const scaled = (run: RunQuantities) => {
    const at = value(run) ?? 0
    return at > 0 && Number.isFinite(at) ? sign * Math.log(at) : Number.NaN
  }
  const tested = single(
    differ((run) => [scaled(run)]),
    method.priors.p95.single,
    method,
  )
  if (tested === undefined) return undefined
  const worth = better === 'lower' ? Math.log1p(options.margin) : -Math.log1p(-options.margin)
  return {
    ...{ family: 'others', label: ALL, metric, tested, whole: tested },
    matters: { tested: worth, whole: worth },
    shown: (change) => Math.expm1(sign * change),
  }
}

function single(differences: Differences, sd: number, method: Method): Estimate | undefined {
  return estimate(differences, { common: sd, own: sd, single: sd }, method).own[0]
}
