import { PerfError } from '../core/error.ts'
import type { Interval } from '../core/jtl/block-summarizer.ts'
import type { Progress } from '../core/spec.ts'
import type { Rows } from '../core/summary.ts'
import type { AgentWorld } from './world.ts'

type Change = Partial<Pick<Progress, 'phase' | 'block' | 'cpu' | 'message'>>

/** `pods/<index>/progress.json`: for the person who watches, so a failed write is told and forgotten. */
export interface Reporter {
  /** Counts what came, and writes; never waits. A write that is still under way is not queued behind. */
  tell(change: Change, news?: { readonly interval: Interval; readonly rows: Rows }): void
  /** The same, and waits until it is written. */
  finish(change: Change): Promise<void>
}

export function createReporter({ pod, keys, store, clock, say }: AgentWorld): Reporter {
  let at = clock.now()
  let state: Omit<Progress, 'at'> = {
    schema: 'perf-action/progress/v1',
    index: pod.index,
    phase: 'claimed',
    count: 0,
    errors: 0,
    rows: { read: 0, skipped: 0 },
    interval: { seconds: 0, count: 0, errors: 0 },
  }
  let writing: Promise<void> | undefined
  const write = async () => {
    try {
      await store.put(keys.progress(pod.index), JSON.stringify({ ...state, at: clock.now() }), 'application/json')
    } catch (thrown) {
      if (!(thrown instanceof PerfError)) throw thrown
      say(`cannot write the progress: ${thrown.message}`)
    }
  }
  return {
    tell(change, news) {
      state = { ...state, ...change, ...(news ? counted(state, news, (clock.now() - at) / 1000) : {}) }
      if (news) at = clock.now()
      writing ??= write().finally(() => {
        writing = undefined
      })
    },
    async finish(change) {
      state = { ...state, ...change }
      await writing
      await write()
    },
  }
}

function counted(state: Omit<Progress, 'at'>, news: { interval: Interval; rows: Rows }, seconds: number) {
  const { interval, rows } = news
  return {
    count: state.count + interval.count,
    errors: state.errors + interval.errors,
    rows,
    interval: { seconds, ...interval },
  }
}
