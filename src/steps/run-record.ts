import { reason } from '../core/error.ts'
import type { Test } from '../core/plan.ts'
import type { Request } from '../core/request.ts'
import { keys, type Run } from '../core/run.ts'
import type { Closing, RunRecord } from '../core/run-record.ts'
import type { Log, Store } from '../ports.ts'

interface Opening {
  readonly run: Run
  readonly digest: string
  readonly request: Request
}

/** `run.json`, open: all that a later workflow needs to take the run over. */
export async function openRunRecord({ run, digest, request }: Opening, store: Store): Promise<void> {
  const record: RunRecord = {
    schema: 'perf-action/run/v1',
    id: run.id,
    state: 'open',
    namespace: run.namespace,
    fluxPath: request.fluxPath,
    digest,
    origin: request.origin,
    test: recorded(run.test),
  }
  await store.put(keys(run).run, json(record), 'application/json')
}

function recorded(test: Test): RunRecord['test'] {
  if (test.generator !== 'jmeter') return test
  const { path, sha256 } = test.plan
  return { ...test, plan: { path, sha256 } }
}

/** `run.json`, closed: nobody needs to collect the run any more. The first closing stands. */
export async function closeRunRecord(key: string, closing: Closing, store: Store): Promise<void> {
  const bytes = await store.get(key)
  if (bytes === undefined) return // it failed before it was open
  const record = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>
  if (record['state'] === 'closed') return
  await store.put(key, json({ ...record, state: 'closed', closing }), 'application/json')
}

/** The same where something else went wrong already, and that is what people should read about. */
export async function closeAfterFailure(
  key: string,
  closing: Closing,
  { store, log }: { readonly store: Store; readonly log: Log },
): Promise<void> {
  try {
    await closeRunRecord(key, closing, store)
  } catch (thrown) {
    log.warning(`${key} stays open: ${reason(thrown)}`)
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
