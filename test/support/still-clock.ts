import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../src/ports.ts'

/** A clock that moves only by its sleeps, which take no time; `slept` has them. */
export function stillClock(start = 0): Clock & { readonly slept: number[] } {
  let now = start
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      slept.push(ms)
      now += ms
      await setImmediate()
      signal?.throwIfAborted()
    },
  }
}
