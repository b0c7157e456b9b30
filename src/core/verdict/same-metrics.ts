import type { HistoryRecord } from '../history.ts'
import { metricDigests } from '../metric-digest.ts'
import type { Metric } from '../plan.ts'
import type { RunQuantities } from './quantities.ts'

/** What of an earlier run can be held against a test's: of a metric whose query has changed since, nothing. */
export function sameMetrics(metrics: readonly Metric[]): (record: HistoryRecord) => RunQuantities {
  const asked = metricDigests(metrics)
  return ({ quantities, queries = {} }) => {
    const same = Object.entries(quantities.metrics).filter(
      ([id]) => asked[id] !== undefined && queries[id] === asked[id],
    )
    return { ...quantities, metrics: Object.fromEntries(same) }
  }
}
