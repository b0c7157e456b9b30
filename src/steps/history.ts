import { acceptanceOf, type Baseline, baselineOf, type History, MOST_LOOKED_AT, MOST_RUNS } from '../core/baseline.ts'
import { reason } from '../core/error.ts'
import { count } from '../core/figure.ts'
import { fingerprint } from '../core/fingerprint.ts'
import type { HistoryRecord } from '../core/history.ts'
import { parseHistoryRecord } from '../core/history-parse.ts'
import { loadOf } from '../core/load.ts'
import { ACCEPTED, type Origin } from '../core/request.ts'
import { historyKeys, keys, type Run } from '../core/run.ts'
import type { Forge, Log, Store } from '../ports.ts'

interface Needs {
  readonly store: Store
  readonly forge: Forge
  readonly log: Log
}

interface About {
  readonly run: Pick<Run, 'prefix' | 'test'>
  readonly request: { readonly origin: Origin }
}

/**
 * Step 7, second part: what is known of earlier runs of the branch, by one list call, and what a person accepted. Never
 * throws: a history that cannot be read is a note in the verdict.
 */
export async function readHistory(
  { run, request: { origin } }: About,
  needs: Needs,
): Promise<{ readonly history: History }> {
  const { test } = run
  const { branch } = origin
  const accepted = test.accept ?? []
  if (test.compare?.with === 'none') {
    needs.log.info('the test is to be compared with none')
    return { history: { state: 'off', accepted } }
  }
  if (branch === undefined)
    return { history: { state: 'none', why: 'There is nothing to compare with: a tag has no history.', accepted } }
  try {
    if (test.pairs !== undefined) {
      const ids = await ofThisPull(run, origin, needs)
      const { labelled, ...word } = await byLabel(origin, needs)
      return { history: { state: 'off', accepted: [...ids, ...labelled], ...word } }
    }
    const records = await readRecords({ prefix: run.prefix, test: test.name, branch }, needs.store)
    const baseline = baselineOf({ branch, fingerprint: fingerprint(test), load: loadOf(test), records })
    needs.log.info(told(baseline))
    const { labelled, ...word } = await byLabel(origin, needs)
    const all = [...(await existing(run, baseline, needs)), ...labelled]
    return { history: { state: 'read', baseline, acceptance: acceptanceOf(all, baseline), ...word } }
  } catch (thrown) {
    const why = `The history of ${branch} could not be read, so nothing was compared: ${reason(thrown)}.`
    needs.log.warning(why)
    return { history: { state: 'none', branch, why, accepted } }
  }
}

interface Place {
  readonly prefix: string
  readonly test: string
  readonly branch: string
}

/**
 * The newest first, until there are enough; undefined: not one of ours. A record is one under its own key alone: what pods
 * may write in the bucket has other names.
 */
async function readRecords({ prefix, ...of }: Place, store: Store): Promise<readonly (HistoryRecord | undefined)[]> {
  const keysOf = historyKeys(prefix, of)
  const found = (await store.list(keysOf.root, MOST_LOOKED_AT)).slice(0, MOST_LOOKED_AT)
  const read = async (key: string) => {
    const bytes = await store.get(key)
    const record = bytes && parseHistoryRecord(new TextDecoder().decode(bytes), of)
    return record && keysOf.record(record) === key ? record : undefined
  }
  const records: (HistoryRecord | undefined)[] = []
  for (let missing = MOST_RUNS; missing > 0 && records.length < found.length; ) {
    const next = await Promise.all(found.slice(records.length, records.length + missing).map(read))
    records.push(...next)
    missing -= next.filter((record) => record !== undefined).length
  }
  return records
}

/** The accepted runs of perf.yaml; one that the history does not know yet must have a verdict, else it is a slip. */
async function existing(
  { prefix, test }: About['run'],
  { accepted }: Baseline,
  { store, log }: Needs,
): Promise<readonly string[]> {
  const asked = await Promise.all(
    (test.accept ?? []).map(async (id) => ({
      id,
      known: accepted.includes(id) || (await store.get(keys({ prefix, id, test }).verdict)) !== undefined,
    })),
  )
  for (const { id, known } of asked)
    if (!known)
      log.warning(`accept: ${id} is no run of the test ${test.name} that the bucket knows; nothing is accepted`)
  return asked.filter(({ known }) => known).map(({ id }) => id)
}

/**
 * The accepted runs of perf.yaml that are of this pull request. In pairs no history tells what was accepted before, and a
 * base that has the change already needs no acceptance.
 */
async function ofThisPull(
  { prefix, test }: About['run'],
  { pull }: Origin,
  { store }: Needs,
): Promise<readonly string[]> {
  const asked = await Promise.all(
    (pull === undefined ? [] : (test.accept ?? [])).map(async (id) => {
      const bytes = await store.get(keys({ prefix, id, test }).run)
      return { id, of: bytes && JSON.parse(new TextDecoder().decode(bytes)).origin?.pull }
    }),
  )
  return asked.filter(({ of }) => of === pull).map(({ id }) => id)
}

const OLDER =
  `The label ${ACCEPTED} may be older than the last push, so it accepts nothing of it: take it off and set it again, or run ` +
  'this workflow again.'

interface Labelled {
  readonly labelled: readonly string[]
  readonly unaccepted?: string
}

/** `#12` where that pull request bears the label: by GitHub's word of now, else by the event's. */
async function byLabel(origin: Origin, { forge, log }: Needs): Promise<Labelled> {
  const { pull, labels = [], labelsMayBeOld = false, landed } = origin
  if (pull !== undefined && labels.includes(ACCEPTED))
    return labelsMayBeOld ? { labelled: [], unaccepted: OLDER } : { labelled: [`#${pull}`] }
  if (pull === undefined && landed !== true) return { labelled: [] }
  try {
    const now = await forge.labels()
    if (now !== undefined && 'pull' in now) return { labelled: now.labels.includes(ACCEPTED) ? [`#${now.pull}`] : [] }
    if (now !== undefined) log.info(`the label ${ACCEPTED} is not looked for: the token lacks \`${now.missing}\``)
  } catch (thrown) {
    log.warning(`the label ${ACCEPTED} could not be looked for: ${reason(thrown)}`)
  }
  return { labelled: [] }
}

function told({ branch, runs, older, others, changed, unreadable }: Baseline): string {
  const [newest] = runs
  const parts = [
    `${count(runs.length)} to compare with`,
    ...(older.length === 0
      ? []
      : [`${count(older.flat().length)} from before an accepted change or a shift of the level`]),
    ...(others === 0
      ? []
      : [`${count(others)} of another load${changed.length === 0 ? '' : ` (${changed.join(', ')})`}`]),
    ...(unreadable === 0 ? [] : [`${count(unreadable)} unreadable`]),
  ]
  const last = newest === undefined ? '' : `; the newest is ${newest.run} of ${newest.revision.slice(0, 7)}`
  return `earlier runs of ${branch}: ${parts.join(', ')}${last}`
}
