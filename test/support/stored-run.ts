import { keys } from '../../src/core/run.ts'
import type { Log, Store } from '../../src/ports.ts'
import type { Result } from '../../src/report/result.ts'
import { publish } from '../../src/steps/publish.ts'
import { openRunRecord } from '../../src/steps/run-record.ts'

const log: Log = { info: () => {}, warning: () => {}, group: (_, step) => step() }

/** Puts a judged run into a store as the pipeline leaves it there, and gives its key. */
export async function storedRun(result: Result, store: Store): Promise<string> {
  const at = keys(result.run)
  const origin = { owner: 'acme', repo: 'shop', sha: result.revision ?? '', workflowUrl: '' }
  const request = { origin, fluxPath: 'perf/runs' } as Parameters<typeof openRunRecord>[0]['request']
  await openRunRecord({ run: result.run, digest: '', request }, store)
  for (const [index, manifest] of result.manifests.entries())
    if (manifest !== undefined) await store.put(at.manifest(index), JSON.stringify(manifest), 'application/json')
  await publish(result, { store, log })
  return at.root
}
