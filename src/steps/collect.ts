import { mergeSummaries } from '../core/jtl/merge.ts'
import { parsePodManifest } from '../core/pod-manifest.ts'
import { fillQuery, queryWindow } from '../core/promql.ts'
import { keys, type Run } from '../core/run.ts'
import type { MetricResult } from '../core/series.ts'
import type { PodManifest } from '../core/spec.ts'
import type { Summary } from '../core/summary.ts'
import type { Metrics, Store } from '../ports.ts'

export interface Collected {
  /** By index; undefined: that pod left no manifest. */
  readonly manifests: readonly (PodManifest | undefined)[]
  readonly summary: Summary
  readonly metrics: readonly MetricResult[]
}

/** Step 7: the manifests of all indexes, merged, and the metrics over the time in which there was load. */
export async function collect(
  run: Run,
  { store, metrics }: { readonly store: Pick<Store, 'get'>; readonly metrics: Metrics },
): Promise<Collected> {
  const manifests = await Promise.all(
    Array.from({ length: run.test.pods }, async (_, index) => {
      const bytes = await store.get(keys(run).manifest(index))
      return bytes && parsePodManifest(new TextDecoder().decode(bytes), { run: run.id, index })
    }),
  )
  const summary = mergeSummaries(manifests.flatMap((manifest) => (manifest ? [manifest.summary] : [])))
  return { manifests, summary, metrics: await queryMetrics(run, manifests, metrics) }
}

async function queryMetrics(
  run: Run,
  manifests: Collected['manifests'],
  metrics: Metrics,
): Promise<readonly MetricResult[]> {
  const blocks = manifests.flatMap((manifest) => manifest?.blocks ?? [])
  const started = Math.min(...blocks.map(({ startedAt }) => startedAt))
  const ended = Math.max(...blocks.map(({ endedAt }) => endedAt))
  if (blocks.length === 0 || !(ended > started)) {
    const window = { start: 0, end: 0, step: 1 }
    return run.test.metrics.map((metric) => ({
      ...metric,
      window,
      state: 'no-data',
      why: 'no pod made load, so there is no time to ask about',
      series: [],
    }))
  }
  const window = queryWindow(started, ended)
  return Promise.all(
    run.test.metrics.map((metric) =>
      metrics.range({ ...metric, query: fillQuery(metric.query, { run, window }) }, window),
    ),
  )
}
