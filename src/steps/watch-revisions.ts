import type { Side } from '../core/blocks.ts'
import { type ErrorCode, PerfError } from '../core/error.ts'
import { fillQuery } from '../core/promql.ts'
import {
  ofContainers,
  ofSeries,
  type RevisionQuery,
  type RunningImage,
  revisionsToRead,
} from '../core/revision-source.ts'
import type { RevisionsDocument } from '../core/revisions-record.ts'
import { keys, type Run } from '../core/run.ts'
import type { Probe } from '../core/spec.ts'
import type { Clock, Log, Metrics, Store, Workloads } from '../ports.ts'

interface Needs {
  readonly workloads: Workloads
  readonly metrics: Metrics
  readonly store: Pick<Store, 'put'>
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

const LONGEST_MS = 30_000

/** What another look will not change. */
const HOPELESS: readonly ErrorCode[] = ['FORBIDDEN', 'CONFIG']

/**
 * Does the step, and reads before, after and all the time between which revisions the targets run, as far as the pods that
 * load them can't ask for it; `revisions.json` has it. Throws at once where it may not be read (FORBIDDEN) or cannot be
 * (CONFIG): what nobody knows the revision of proves nothing.
 */
export async function watchRevisions<T>(run: Run, needs: Needs, step: () => Promise<T>): Promise<T> {
  const asked = revisionsToRead(run.test)
  if (asked.length === 0) return await step()
  const sides = asked.map(({ side, source }) => ({ side, source, probes: [] as Probe[] }))
  const look = async (may: 'throw' | 'tell') => {
    for (const { side, source, probes } of sides) probes.push(...(await read({ run, side, source, may }, needs)))
  }
  await look('throw')
  for (const { side, probes } of sides)
    for (const { revision, why } of probes)
      if (revision === undefined) needs.log.warning(`nobody knows what the ${side} runs: ${why}`)
      else needs.log.info(`the ${side} runs ${revision}`)
  const over = new AbortController()
  const looking = repeatedly(() => look('tell'), run, {
    ...needs,
    signal: AbortSignal.any([needs.signal, over.signal]),
  })
  const done = await step().finally(() => {
    over.abort()
    return looking
  })
  await look('tell')
  const document: RevisionsDocument = {
    schema: 'perf-action/revisions/v1',
    sides: Object.fromEntries(sides.map(({ side, probes }) => [side, probes])),
  }
  await needs.store.put(keys(run).revisions, `${JSON.stringify(document)}\n`, 'application/json')
  return done
}

/** At least once a block. */
async function repeatedly(look: () => Promise<void>, { test }: Run, { clock, signal }: Needs): Promise<void> {
  for (;;) {
    try {
      await clock.sleep(Math.min(test.durationMs, LONGEST_MS), signal)
    } catch {
      return // the Job is over, or the workflow is cancelled
    }
    await look()
  }
}

interface Reading {
  readonly run: Run
  readonly side: Side
  readonly source: RunningImage | RevisionQuery
  readonly may: 'throw' | 'tell'
}

/** No answer is one, too. */
async function read(
  { run, side, source, may }: Reading,
  { workloads, metrics, clock }: Needs,
): Promise<readonly Probe[]> {
  const at = clock.now()
  try {
    if ('image' in source) {
      const found = await workloads.containers(source.namespace ?? run.namespace, source.image)
      return ofContainers(at, found, source)
    }
    const now = Math.floor(at / 1000)
    const window = { start: now, end: now, step: 1 }
    const query = fillQuery(source.query, { run, window, side })
    return ofSeries(at, await metrics.range({ id: 'revision', query, source: source.source }, window), source)
  } catch (thrown) {
    if (!(thrown instanceof PerfError) || (may === 'throw' && HOPELESS.includes(thrown.code))) throw thrown
    return [{ at, why: thrown.message }]
  }
}
