import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../src/ports.ts'

/** A clock that moves on its own to the next sleeper's time whenever nothing else is left to do. */
export function turningClock(start: number): Clock {
  let now = start
  let turning = false
  const sleepers = new Map<() => void, number>()
  const turn = async () => {
    turning = true
    for (;;) {
      await setImmediate()
      const [next] = [...sleepers].sort(([, a], [, b]) => a - b)
      if (next === undefined) break
      const [wake, until] = next
      now = Math.max(now, until)
      wake()
    }
    turning = false
  }
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const end = (settle: () => void) => {
          sleepers.delete(wake)
          signal?.removeEventListener('abort', cancel)
          settle()
        }
        const wake = () => end(resolve)
        const cancel = () => end(() => reject(signal?.reason))
        signal?.addEventListener('abort', cancel)
        sleepers.set(wake, now + ms)
        if (!turning) void turn()
      }),
  }
}
