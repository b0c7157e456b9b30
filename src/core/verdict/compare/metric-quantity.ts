import type { MetricResult } from '../../series.ts'
import { quantileOfSorted } from '../../stats/quantile.ts'
import { measureMetric } from '../metric.ts'

/** Memory is asked for its peaks, which p95 is without the outliers (verdict.md 7: memory working set p95). */
const PEAKS = ['bytes']

/**
 * What of a metric is compared with other runs: its mean, of bytes its p95; per request over `throughput`. undefined where
 * it does not speak for the whole time, or there is no request.
 */
export function metricQuantity(metric: MetricResult, throughput: number): number | undefined {
  const { actual, unproven } = measureMetric({ kind: 'metric', id: metric.id, statistic: 'avg' }, '<', [metric])
  if (actual === null || unproven !== undefined) return undefined
  const quantity = PEAKS.includes(metric.unit ?? '') ? peak(metric) : actual
  if (metric.per === undefined) return quantity
  return throughput > 0 ? quantity / throughput : undefined
}

function peak({ series }: MetricResult): number {
  const sorted = Float64Array.from(series.flatMap(({ points }) => points.map(([, value]) => value))).sort()
  return quantileOfSorted(sorted, 0.95)!
}
