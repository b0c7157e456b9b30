import { metricCsv } from '../core/metric-csv.ts'
import { keys } from '../core/run.ts'
import { metricDocument } from '../core/series.ts'
import type { Store } from '../ports.ts'
import { renderHtml } from '../report/html/page.ts'
import type { Result } from '../report/result.ts'
import { closeRunRecord } from './run-record.ts'

/** Step 8, second part: summary, verdict, metrics and report into the bucket; the record last, since it closes the run. */
export async function publish(result: Result, { store }: { readonly store: Store }): Promise<void> {
  const { run, verdict, summary, metrics } = result
  const at = keys(run)
  const json = (key: string, value: unknown) => store.put(key, `${JSON.stringify(value)}\n`, 'application/json')
  await Promise.all([
    json(at.summary, summary),
    json(at.verdict, verdict),
    store.put(at.report, renderHtml(result), 'text/html; charset=utf-8'),
    ...metrics.flatMap((metric) => [
      json(at.metric(metric.id, 'json'), metricDocument(metric)),
      store.put(at.metric(metric.id, 'csv'), metricCsv(metric), 'text/csv; charset=utf-8'),
    ]),
  ])
  await closeRunRecord(at.run, verdict.outcome, store)
}
