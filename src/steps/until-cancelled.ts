import { PerfError } from '../core/error.ts'

/**
 * What the step comes to; rejects as soon as the signal is aborted, whatever the step still waits for. `waitsFor` tells
 * that, for the error of a time that is over.
 */
export function untilCancelled<T>(
  signal: AbortSignal,
  step: () => Promise<T>,
  waitsFor: () => string | undefined = () => undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = () => reject(cancellation(signal.reason, waitsFor()))
    if (signal.aborted) return cancel()
    signal.addEventListener('abort', cancel, { once: true })
    step()
      .then(resolve, (thrown) => (signal.aborted ? cancel() : reject(thrown)))
      .finally(() => signal.removeEventListener('abort', cancel))
  })
}

function cancellation(cause: unknown, waitedFor: string | undefined): PerfError {
  if (!(cause instanceof PerfError)) return new PerfError('CANCELLED', 'the workflow was cancelled', { cause })
  if (cause.code !== 'TIMEOUT' || waitedFor === undefined) return cause
  const { code, message, hint } = cause
  return new PerfError(code, `${message}; ${waitedFor}`, { cause, ...(hint === undefined ? {} : { hint }) })
}
