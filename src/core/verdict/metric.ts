import { share } from '../figure.ts'
import type { Limit, Quantity } from '../limit.ts'
import type { MetricResult } from '../series.ts'
import type { Reading } from './reading.ts'

type MetricQuantity = Extract<Quantity, { kind: 'metric' }>

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
  const note = metric.state === 'partial' ? { note: `weak: ${metric.why ?? coverage(metric)}` } : {}
  return { actual: aggregate(metric, statistic, operator), ...unit, ...note }
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

function coverage({ window, series }: MetricResult): string {
  const expected = Math.floor((window.end - window.start) / window.step) + 1
  const most = Math.max(0, ...series.map(({ points }) => points.length))
  return `points for ${share(Math.min(1, most / expected))} of the time only`
}
