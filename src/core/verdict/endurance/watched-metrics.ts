import { count } from '../../figure.ts'
import { seriesName } from '../../metric-csv.ts'
import type { Metric } from '../../plan.ts'
import type { Series } from '../../series.ts'
import type { Evidence } from '../evidence.ts'
import { enough, type Span, type Summary, summarized } from './blocks.ts'
import { runsInto, type Watched } from './watched.ts'

/** What the metrics of a test say over its time. */
export interface WatchedMetrics {
  readonly watched: readonly Watched[]
  /** Of which metrics nothing can be said, as sentences. */
  readonly unknown: readonly string[]
  /** Of which series nothing can be said, as sentences. */
  readonly notes: readonly string[]
}

/** Every series of every metric that is to be watched. */
export function watchedMetrics(evidence: Evidence, span: Span): WatchedMetrics {
  const each = evidence.test.metrics
    .filter(({ growth }) => growth !== 'none')
    .map((one) => watchMetric(one, evidence, span))
  return {
    watched: each.flatMap(({ watched }) => watched),
    unknown: each.flatMap(({ unknown }) => unknown),
    notes: each.flatMap(({ notes }) => notes),
  }
}

function watchMetric(metric: Metric, { test, metrics }: Evidence, span: Span): WatchedMetrics {
  const { id, better } = metric
  const found = metrics.find((result) => result.id === id)
  const nothing = (why: string) => ({
    ...{ watched: [], notes: [] },
    unknown: [`Whether metric "${id}" grows is not known: ${why}.`],
  })
  if (found === undefined || found.series.length === 0) return nothing(found?.why ?? 'it was not asked for')
  const worse = better === 'lower' ? 1 : -1
  const own = test.limits.filter(({ quantity }) => quantity.kind === 'metric' && quantity.id === id)
  const limits = own.filter((limit) => runsInto(worse, limit))
  const unit = metric.unit === undefined ? {} : { unit: metric.unit }
  const watched = found.series.flatMap((series): readonly Watched[] => {
    const label = found.series.length === 1 ? '*' : seriesName(id, series.labels)
    const blocks = summarized(turned(series, worse), span, summaryOf(metric))
    return enough(blocks) ? [{ of: 'metric', label, metric: id, ...unit, worse, limits, blocks }] : []
  })
  if (watched.length === 0) return nothing('no series of it has values over the time that counts')
  const gone = found.series.length - watched.length
  const notes =
    gone === 0
      ? []
      : [
          `Of metric "${id}" ${count(gone)} of ${count(found.series.length)} series began late or ended early, and are not judged.`,
        ]
  return { watched, unknown: [], notes }
}

/** Bytes by what garbage collection leaves, all else by its middle. */
function summaryOf({ growth, unit }: Metric): Summary {
  if (growth === 'floor' || growth === 'middle') return growth
  return unit === 'bytes' ? 'floor' : 'middle'
}

function turned({ points }: Series, worse: 1 | -1) {
  return points.map(([seconds, value]) => [seconds * 1000, worse * value] as const)
}
