import { PerfError, reason } from '../core/error.ts'
import type { AgentWorld } from './world.ts'

const PATIENCE_MS = 5 * 60_000
const LONGEST_PAUSE_MS = 10_000

/**
 * Does it again while the store fails in passing: for minutes, or as long as a stop leaves. The store's own retries are
 * counted in seconds; a bucket that is away for a minute must not cost a run.
 */
export async function persist<T>(world: AgentWorld, what: string, act: () => Promise<T>): Promise<T> {
  const { clock, stop, say } = world
  const patience = clock.now() + PATIENCE_MS
  for (let pause = 500; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await act()
    } catch (thrown) {
      const passing = thrown instanceof PerfError && thrown.transient
      if (!passing || clock.now() + pause > Math.min(patience, stop.deadline)) throw thrown
      say(`${what}: ${reason(thrown)}; trying again in ${pause / 1000} s`)
      await clock.sleep(pause)
    }
  }
}
