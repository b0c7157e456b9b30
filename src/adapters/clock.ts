import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../ports.ts'

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted()
    try {
      await sleep(ms, undefined, signal && { signal })
    } catch (thrown) {
      signal?.throwIfAborted() // with the reason of the abort, not with node's AbortError
      throw thrown
    }
  },
}
