import type { Request } from '../core/request.ts'
import { keys, type Run } from '../core/run.ts'
import type { Outcome } from '../core/verdict/verdict.ts'
import type { Store } from '../ports.ts'

export interface RunRecord {
  readonly run: Run
  readonly digest: string
  readonly request: Request
  readonly state: 'open' | 'closed'
  readonly outcome?: Outcome
}

/** `run.json`: all that a later workflow needs to take over an open run, or to know that a run is closed. */
export async function writeRunRecord({ run, digest, request, state, outcome }: RunRecord, store: Store): Promise<void> {
  const { test } = run
  const plan = test.generator === 'jmeter' ? { ...test.plan, content: undefined } : undefined
  const record = {
    schema: 'perf-action/run/v1',
    id: run.id,
    state,
    outcome,
    namespace: run.namespace,
    fluxPath: request.fluxPath,
    digest,
    origin: request.origin,
    test: { ...test, ...(plan && { plan }) },
  }
  await store.put(keys(run).run, `${JSON.stringify(record, null, 2)}\n`, 'application/json')
}
