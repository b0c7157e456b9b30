import { PerfError } from '../core/error.ts'
import type { Clock } from '../ports.ts'

/** A signal that is also aborted, with TIMEOUT, when `ms` are over; dispose it when the work is done. */
export function deadline(
  { ms, what }: { readonly ms: number; readonly what: string },
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): { readonly signal: AbortSignal; [Symbol.dispose](): void } {
  const done = new AbortController()
  const over = new AbortController()
  const error = new PerfError('TIMEOUT', `${what} took longer than ${Math.round(ms / 1000)} s`, {
    hint: 'see above what it waited for; the input `timeout` allows more',
  })
  clock.sleep(ms, done.signal).then(
    () => over.abort(error),
    () => undefined, // done in time
  )
  return { signal: AbortSignal.any([signal, over.signal]), [Symbol.dispose]: () => done.abort() }
}
