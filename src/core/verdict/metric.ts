import { count, share } from '../figure.ts'
import type { Limit, Quantity } from '../limit.ts'
import { windowPoints } from '../promql.ts'
import { coveredPoints, type MetricResult } from '../series.ts'
import type { Reading } from './reading.ts'

type MetricQuantity = Extract<Quantity, { kind: 'metric' }>

/** The share of the window's points below which a metric meets no limit. */
const NEEDED = 0.5

/** A statistic over all points of all series of a metric. */
export function measureMetric(
  { id, statistic }: MetricQuantity,
  operator: Limit['operator'],
  metrics: readonly MetricResult[],
): Reading {
  const metric = metrics.find((result) => result.id === id)
  if (metric === undefined) return { actual: null, note: `metric "${id}" was not asked for` }
  const unit = metric.unit === undefined ? {} : { unit: metric.unit }
  const values = metric.series.flatMap(({ points }) => points.map(([, value]) => value))
  if (values.length === 0) return { actual: null, ...unit, note: metric.why ?? 'Prometheus has no points' }
  const reading = { actual: aggregate(metric, statistic, operator), ...unit }
  const unproven = tooLittle(metric)
  if (unproven !== undefined) return { ...reading, unproven }
  return metric.state === 'partial' ? { ...reading, note: `weak: ${metric.why ?? gap(metric)}` } : reading
}

/** Why the finite points do not speak for the whole window. */
function tooLittle(metric: MetricResult): string | undefined {
  const { infinite = 0, why } = metric
  if (coverage(metric) < NEEDED) return `it needs half of the window's points; ${why ?? gap(metric)}`
  if (infinite > 0) return why ?? `points that are infinite: ${count(infinite)}`
  return undefined
}

function aggregate(
  { series }: MetricResult,
  statistic: MetricQuantity['statistic'],
  operator: Limit['operator'],
): number {
  const values = series.flatMap(({ points }) => points.map(([, value]) => value))
  switch (statistic) {
    case 'max':
      return largest(values)
    case 'min':
      return -largest(values.map((value) => -value))
    case 'avg':
      return values.reduce((sum, value) => sum + value / values.length, 0)
    case 'last': {
      // Of several series the one that is nearer to breaking the limit: no series may hide behind another.
      const last = series.flatMap(({ points }) => points.slice(-1).map(([, value]) => value))
      return operator.startsWith('<') ? largest(last) : -largest(last.map((value) => -value))
    }
  }
}

/** Math.max takes its values as arguments, of which there may be too many. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
}

function coverage({ window, parts = [window], series }: MetricResult): number {
  const most = parts.reduce((sum, part) => sum + windowPoints(part), 0)
  return Math.min(1, coveredPoints(series) / most)
}

function gap(metric: MetricResult): string {
  return `points for ${share(coverage(metric))} of the time only`
}
