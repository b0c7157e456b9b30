import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../ports.ts'

/** Node's timers take 24.8 days at most, and take more for one millisecond. */
const LONGEST_MS = 2 ** 31 - 1

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted()
    try {
      for (let left = ms; left > 0; left -= LONGEST_MS)
        await sleep(Math.min(left, LONGEST_MS), undefined, signal && { signal })
    } catch (thrown) {
      signal?.throwIfAborted() // with the reason of the abort, not with node's AbortError
      throw thrown
    }
  },
}
