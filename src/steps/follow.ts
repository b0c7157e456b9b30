import { PerfError } from '../core/error.ts'
import type { JobState, PodEvent } from '../core/job.ts'
import { decideJob, stillWaits } from '../core/job-decision.ts'
import type { Run } from '../core/run.ts'
import type { Clock, Jobs, Log, Metrics, Store } from '../ports.ts'
import { eventLines, podLines } from '../report/pod-lines.ts'
import { decidePairs } from './decide-pairs.ts'
import { showProgress } from './show-progress.ts'
import { untilCancelled } from './until-cancelled.ts'

interface Needs {
  readonly jobs: Jobs
  readonly store: Store
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/** How the Job ended. */
export interface Followed {
  readonly state: JobState
  /** What of it ended badly, the likely cause first; empty when nothing did. */
  readonly reasons: readonly string[]
  /** The same as one sentence, for the verdict. */
  readonly job?: string
}

/**
 * Step 6: the Job to its end, with a line for each change of its pods and one an interval for the load. Throws JOB when
 * nothing will come of it (image missing, never scheduled, deleted), CANCELLED when the signal is aborted.
 */
export async function follow({ run }: { readonly run: Run }, needs: Needs): Promise<Followed> {
  const over = new AbortController()
  const signal = AbortSignal.any([needs.signal, over.signal])
  const seen: Seen = { job: undefined, events: [] }
  const showing = showProgress({ run, job: () => seen.job }, { ...needs, signal })
  const deciding = decidePairs(run, { ...needs, signal })
  const waitsFor = () => seen.job && stillWaits(seen.job, seen.events)
  try {
    return await untilCancelled(needs.signal, () => toItsEnd(run, { ...needs, signal }, seen), waitsFor)
  } finally {
    over.abort()
    await Promise.all([showing, deciding])
  }
}

/** The latest that is known of the Job. */
interface Seen {
  job: JobState | undefined
  events: readonly PodEvent[]
}

async function toItsEnd(run: Run, needs: Needs, seen: Seen): Promise<Followed> {
  const { jobs, clock, log, signal } = needs
  const warnings = pendingWarnings(run.id, needs)
  let before: JobState | undefined
  for await (const job of jobs.follow(run.id, signal)) {
    seen.job = job
    for (const line of podLines(before, job)) log.info(line)
    before = job
    seen.events = await warnings(job)
    const decision = decideJob({ job, events: seen.events, now: clock.now() })
    if (decision.state === 'hopeless') throw decision.error
    if (decision.state === 'ended') return followed(job, decision.reasons)
  }
  throw new PerfError('JOB', `the Job ${run.id} can't be followed any longer: its states ended before it did`)
}

function followed(state: JobState, reasons: readonly string[]): Followed {
  if (reasons.length === 0) return { state, reasons }
  const more = reasons.length > 3 ? `; and ${reasons.length - 3} more` : ''
  return { state, reasons, job: `${reasons.slice(0, 3).join('; ')}${more}` }
}

const EVENTS_EVERY_MS = 10_000

/** Asks for events while a pod waits, not too often, and shows each new warning once. */
function pendingWarnings(job: string, { jobs, clock, log }: Pick<Needs, 'jobs' | 'clock' | 'log'>) {
  const told = new Set<string>()
  let events: readonly PodEvent[] = []
  let askedAt = Number.NEGATIVE_INFINITY
  return async ({ pods }: JobState): Promise<readonly PodEvent[]> => {
    const waiting = pods.some(({ phase }) => phase === 'Pending')
    if (!waiting || clock.now() - askedAt < EVENTS_EVERY_MS) return events
    askedAt = clock.now()
    events = await jobs.events(job)
    for (const line of eventLines(events, told)) {
      told.add(line)
      log.info(line)
    }
    return events
  }
}
