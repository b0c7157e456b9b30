import { mergeSummaries } from '../core/jtl/merge.ts'
import { parsePodManifest } from '../core/pod-manifest.ts'
import { revisionsToRead } from '../core/revision-source.ts'
import { parseRevisions, type RevisionsRead } from '../core/revisions-record.ts'
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
  /** Of targets whose pods are looked at, or a query asked; absent: there are none, or nothing was read. */
  readonly revisions?: RevisionsRead
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
  const queried = await queryMetrics(run, loadTime(manifests), metrics)
  return { manifests, summary, metrics: queried, ...(await readRevisions(run, store)) }
}

async function readRevisions(run: Run, store: Pick<Store, 'get'>): Promise<Pick<Collected, 'revisions'>> {
  if (revisionsToRead(run.test).length === 0) return {}
  const bytes = await store.get(keys(run).revisions)
  return bytes === undefined ? {} : { revisions: parseRevisions(new TextDecoder().decode(bytes)) }
}

/** The time in which there was load, ms since 1970: from the first block that began to the last that ended. */
function loadTime(manifests: Collected['manifests']) {
  const blocks = manifests.flatMap((manifest) => manifest?.blocks ?? [])
  return {
    from: Math.min(...blocks.map(({ startedAt }) => startedAt)),
    to: Math.max(...blocks.map(({ endedAt }) => endedAt)),
  }
}
