import { blocksOf } from '../core/blocks.ts'
import { reason } from '../core/error.ts'
import type { JobState } from '../core/job.ts'
import type { Test } from '../core/plan.ts'
import { liveOf, parseProgress } from '../core/progress.ts'
import { keys, type Run } from '../core/run.ts'
import type { Progress } from '../core/spec.ts'
import type { Clock, Log, Store } from '../ports.ts'
import { progressLine } from '../report/progress-line.ts'

interface Shown {
  readonly run: Run
  /** As seen last. */
  job(): JobState | undefined
}

interface Needs {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/** A line an interval of what the pods' progress objects say, until the signal is aborted. Never rejects. */
export async function showProgress({ run, job }: Shown, { store, clock, log, signal }: Needs): Promise<void> {
  const everyMs = intervalMs(run.test)
  const begun = clock.now()
  let loadBegun: number | undefined
  let warned = false
  for (;;) {
    try {
      await clock.sleep(everyMs, signal)
    } catch {
      return // the Job is over, or the workflow is cancelled
    }
    try {
      const live = liveOf(await readProgress(run, store), clock.now())
      if (live.phase === 'running') loadBegun ??= clock.now()
      const running = job()?.pods.filter(({ phase }) => phase === 'Running').length ?? 0
      const moment = {
        elapsedMs: clock.now() - (loadBegun ?? begun),
        totalMs: blocksOf(run.test).length * run.test.durationMs,
        pods: { running, expected: run.test.pods },
        live,
      }
      if (!signal.aborted) log.info(progressLine(moment))
    } catch (thrown) {
      // the load does not depend on what is shown of it; the results are read with full care later
      if (!warned && !signal.aborted) log.warning(`the progress of the pods can't be read: ${reason(thrown)}`)
      warned = true
    }
  }
}

/** Some ten lines of a brief run; of a long one a line each 10 s, and fewer where there are many pods to read. */
function intervalMs({ durationMs, pods }: Test): number {
  const wanted = Math.min(Math.max(1000, durationMs / 10), 10_000)
  return Math.min(Math.max(wanted, pods * 500), 60_000)
}

async function readProgress(run: Run, store: Store): Promise<readonly Progress[]> {
  const at = keys(run)
  const read = async (index: number) => {
    const bytes = await store.get(at.progress(index))
    return bytes === undefined ? undefined : parseProgress(new TextDecoder().decode(bytes))
  }
  const all = await Promise.all(Array.from({ length: run.test.pods }, (_, index) => read(index)))
  return all.filter((one) => one !== undefined)
}
