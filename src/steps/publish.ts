import type { Rendered } from '../core/manifest/render.ts'
import { metricCsv } from '../core/metric-csv.ts'
import type { Request } from '../core/request.ts'
import { keys, type Run } from '../core/run.ts'
import type { Verdict } from '../core/verdict/verdict.ts'
import type { Store } from '../ports.ts'
import type { Collected } from './collect.ts'
import { writeRunRecord } from './run-record.ts'

export interface ToPublish {
  readonly run: Run
  readonly rendered: Rendered
  readonly request: Request
  readonly collected: Collected
  readonly verdict: Verdict
  /** The HTML report. */
  readonly html: string
}

/** Step 8, second half: summary, verdict, metrics and report into the bucket; the record last, since it closes the run. */
export async function publish(
  { run, rendered, request, collected, verdict, html }: ToPublish,
  { store }: { readonly store: Store },
): Promise<void> {
  const at = keys(run)
  const json = (key: string, value: unknown) => store.put(key, `${JSON.stringify(value)}\n`, 'application/json')
  await Promise.all([
    json(at.summary, collected.summary),
    json(at.verdict, verdict),
    store.put(at.report, html, 'text/html; charset=utf-8'),
    ...collected.metrics.flatMap((metric) => [
      json(at.metric(metric.id, 'json'), metric),
      store.put(at.metric(metric.id, 'csv'), metricCsv(metric), 'text/csv; charset=utf-8'),
    ]),
  ])
  await writeRunRecord({ run, digest: rendered.digest, request, state: 'closed', outcome: verdict.outcome }, store)
}
