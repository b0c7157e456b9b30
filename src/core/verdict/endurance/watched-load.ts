import type { Limit, Quantity } from '../../limit.ts'
import { COARSE } from '../../stats/buckets.ts'
import { smoothQuantileOf } from '../../stats/histogram.ts'
import { mergeHistograms } from '../../stats/merge-histograms.ts'
import type { SparseHistogram } from '../../stats/sparse-histogram.ts'
import type { LabelBlock, Slice } from '../../summary.ts'
import type { Evidence } from '../evidence.ts'
import { together } from '../steady.ts'
import { BLOCKS, enough, inBlocks, type Point, type Span } from './blocks.ts'
import { runsInto, type Watched } from './watched.ts'

/** What a run's samples say over its time. */
export interface WatchedLoad {
  readonly watched: readonly Watched[]
  /** What there are too few samples for, as `p99 of "POST /pay"`. */
  readonly few: readonly string[]
}

/** The quantiles that are watched in any case; others are where a limit speaks of them. */
const QUANTILES = [0.5, 0.95]

/** Successes beyond a quantile that a block needs, and samples for an error rate. */
const BEYOND = 2
const SAMPLES = 10

/**
 * Latencies of successes and error rates, of each label and of all, and the throughput: of each block of the time that
 * counts one figure, from all that ended in it. undefined: there are fewer slices than blocks.
 */
export function watchedLoad({ test, summary }: Evidence, span: Span): WatchedLoad | undefined {
  const parts = summary.blocks.flatMap(({ labels }) => labels)
  const labels = [...Map.groupBy(parts, ({ label }) => label)]
  const subjects = labels.length > 1 ? [['*', parts] as const, ...labels] : labels
  const cut = subjects.map(([label, of]) => ({ label, blocks: blocksOf(of, span) }))
  if (cut.length === 0 || cut.some(({ blocks }) => blocks === undefined)) return undefined
  const known = cut.map(({ label, blocks = [] }) => {
    const limits = test.limits.filter(({ quantity }) => speaksOf(quantity, label, labels.length === 1))
    return { ...quantiles(label, blocks, limits), errors: errors(label, blocks, limits) }
  })
  const [{ label = '*', blocks = [] } = {}] = cut
  return {
    watched: [
      ...known.flatMap(({ latencies }) => latencies),
      ...known.flatMap((one) => one.errors),
      ...throughput(
        blocks,
        test.limits.filter(({ quantity }) => speaksOf(quantity, label, true)),
      ),
    ],
    few: known.flatMap((one) => one.few),
  }
}

function speaksOf(quantity: Quantity, label: string, alone: boolean): boolean {
  if (!('label' in quantity) || quantity.label === undefined)
    return quantity.kind !== 'metric' && (alone || label === '*')
  return quantity.label === label
}

/** What ended in a block; a second without samples counts as one of its seconds. */
interface Block {
  readonly at: number
  readonly seconds: number
  readonly count: number
  readonly errors: number
  readonly successes: SparseHistogram
}

function blocksOf(parts: readonly LabelBlock[], span: Span): readonly Block[] | undefined {
  const { widthMs, slices } = together(parts)
  const from = Math.ceil(span.from / widthMs) * widthMs
  const whole = Math.floor((span.to - from) / widthMs)
  if (whole < BLOCKS) return undefined
  const known = new Map(slices.map((slice) => [slice.at, slice]))
  const times = Array.from({ length: whole }, (_, i) => from + i * widthMs)
  const middle = (at: number) => at + widthMs / 2
  return inBlocks(times, middle, { from, to: from + whole * widthMs }).map((of) => {
    const ended = of.flatMap((at) => known.get(at) ?? [])
    return {
      at: of.reduce((sum, at) => sum + middle(at) / of.length, 0),
      seconds: (of.length * widthMs) / 1000,
      ...added(ended),
    }
  })
}

function added(slices: readonly Slice[]) {
  return {
    count: slices.reduce((sum, { count }) => sum + count, 0),
    errors: slices.reduce((sum, { errors }) => sum + errors, 0),
    successes: mergeHistograms(slices.map((slice) => slice.successes)),
  }
}

function quantiles(label: string, blocks: readonly Block[], limits: readonly Limit[]) {
  const asked = limits.flatMap(({ quantity }) =>
    quantity.kind === 'latency' && typeof quantity.statistic === 'object' ? quantity.statistic.quantile : [],
  )
  const each = [...new Set([...QUANTILES, ...asked])].map((q) => ({ q, points: pointsOf(q, blocks) }))
  const few = each.filter(({ points }) => !enough(points))
  return {
    latencies: each
      .filter((one) => !few.includes(one))
      .map(({ q, points }) => {
        const own = limits.filter(({ quantity }) => isQuantile(quantity, q))
        return watched({ of: 'latency', label, metric: nameOf(q), unit: 'ms', worse: 1 }, points, own)
      }),
    few: few.map(({ q }) => `${nameOf(q)} ${label === '*' ? 'over all labels' : `of "${label}"`}`),
  }
}

function pointsOf(q: number, blocks: readonly Block[]): readonly Point[] {
  return blocks.flatMap(({ at, successes }): readonly Point[] => {
    const value = successes.count * (1 - q) < BEYOND ? undefined : smoothQuantileOf(successes, q, COARSE)
    return value === undefined ? [] : [[at, value]]
  })
}

function isQuantile(quantity: Quantity, q: number): boolean {
  return quantity.kind === 'latency' && typeof quantity.statistic === 'object' && quantity.statistic.quantile === q
}

/** p50, p99.9. */
function nameOf(q: number): string {
  return `p${Number((q * 100).toPrecision(9))}`
}

function errors(label: string, blocks: readonly Block[], limits: readonly Limit[]): readonly Watched[] {
  const points = blocks.flatMap(({ at, count, errors: failed }): readonly Point[] =>
    count < SAMPLES ? [] : [[at, failed / count]],
  )
  const own = limits.filter(({ quantity }) => quantity.kind === 'error-rate')
  const about = { of: 'errors', label, metric: 'error-rate', unit: 'share', worse: 1, difference: true } as const
  // of a label that never failed there is nothing to be seen
  const silent = label !== '*' && points.every(([, share]) => share === 0)
  return enough(points) && !silent ? [watched(about, points, own)] : []
}

function throughput(blocks: readonly Block[], limits: readonly Limit[]): readonly Watched[] {
  const points = blocks.map(({ at, count, seconds }): Point => [at, -count / seconds])
  const own = limits.filter(({ quantity }) => quantity.kind === 'throughput')
  return [watched({ of: 'throughput', label: '*', metric: 'throughput', unit: '1/s', worse: -1 }, points, own)]
}

function watched(
  about: Omit<Watched, 'blocks' | 'limits'>,
  blocks: readonly Point[],
  limits: readonly Limit[],
): Watched {
  return { ...about, limits: limits.filter((limit) => runsInto(about.worse, limit)), blocks }
}
