import { reason } from '../core/error.ts'
import type { HistoryRecord } from '../core/history.ts'
import { historyKeys } from '../core/run.ts'
import type { Log, Store } from '../ports.ts'

/** A good run of a branch joins its history. Never throws: the run's own verdict stands without it. */
export async function keepHistory(
  record: HistoryRecord,
  prefix: string,
  { store, log }: { readonly store: Store; readonly log: Log },
): Promise<void> {
  try {
    await store.put(historyKeys(prefix, record).record(record), `${JSON.stringify(record)}\n`, 'application/json')
    log.info(
      `${record.run} joins the history of ${record.branch}${record.restart ? ', which begins anew with it' : ''}`,
    )
  } catch (thrown) {
    log.warning(`${record.run} does not join the history of ${record.branch}: ${reason(thrown)}`)
  }
}
