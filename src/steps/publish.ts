import { metricCsv } from '../core/metric-csv.ts'
import { keys } from '../core/run.ts'
import { type MetricResult, metricDocument } from '../core/series.ts'
import type { Log, Store } from '../ports.ts'
import { renderHtml } from '../report/html/page.ts'
import type { Result } from '../report/result.ts'
import { keepHistory } from './keep-history.ts'
import { closeRunRecord } from './run-record.ts'

/**
 * Step 8, second part: summary, verdict, metrics and report into the bucket, and a good run into its branch's history; the
 * record last, since it closes the run.
 */
export async function publish(
  result: Result,
  { store, log }: { readonly store: Store; readonly log: Log },
): Promise<void> {
  const { run, verdict, summary, metrics, record } = result
  const at = keys(run)
  const json = (key: string, value: unknown) => store.put(key, `${JSON.stringify(value)}\n`, 'application/json')
  await Promise.all([
    json(at.summary, summary),
    json(at.verdict, verdict),
    store.put(at.report, renderHtml(result), 'text/html; charset=utf-8'),
    ...metrics.flatMap((metric) => [
      json(at.metric(nameOf(metric), 'json'), metricDocument(metric)),
      store.put(at.metric(nameOf(metric), 'csv'), metricCsv(metric), 'text/csv; charset=utf-8'),
    ]),
  ])
  if (record !== undefined) await keepHistory(record, run.prefix, { store, log })
  await closeRunRecord(at.run, verdict.outcome, store)
}

/** No id has a dot. */
function nameOf({ id, side }: MetricResult): string {
  return side === undefined ? id : `${id}.${side}`
}
