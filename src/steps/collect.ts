import { mergeSummaries } from '../core/jtl/merge.ts'
import { parsePodManifest } from '../core/pod-manifest.ts'
import { keys, type Run } from '../core/run.ts'
import type { MetricResult } from '../core/series.ts'
import type { PodManifest } from '../core/spec.ts'
import type { Summary } from '../core/summary.ts'
import type { Metrics, Store } from '../ports.ts'
import { queryMetrics } from './query-metrics.ts'

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
  return { manifests, summary, metrics: await queryMetrics(run, loadTime(manifests), metrics) }
}

/** The time in which there was load, ms since 1970: from the first block that began to the last that ended. */
function loadTime(manifests: Collected['manifests']) {
  const blocks = manifests.flatMap((manifest) => manifest?.blocks ?? [])
  return {
    from: Math.min(...blocks.map(({ startedAt }) => startedAt)),
    to: Math.max(...blocks.map(({ endedAt }) => endedAt)),
  }
}
