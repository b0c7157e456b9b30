import { createHash } from 'node:crypto'
import type { Metric } from './plan.ts'

/** Raised when we take another figure of a metric. */
const MEASURE = 1

/** By id, hex: equal where the same was asked and the same figure of it taken, so that runs may be compared by it. */
export function metricDigests(metrics: readonly Metric[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    metrics.map(({ id, query, source, unit = '', per = '' }) => [
      id,
      createHash('sha256')
        .update(JSON.stringify([MEASURE, query, source, unit, per]))
        .digest('hex')
        .slice(0, 16),
    ]),
  )
}
