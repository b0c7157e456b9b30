import { PerfError } from '../core/error.ts'

/** What the step comes to; rejects as soon as the signal is aborted, whatever the step still waits for. */
export function untilCancelled<T>(signal: AbortSignal, step: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = () => reject(cancellation(signal.reason))
    if (signal.aborted) return cancel()
    signal.addEventListener('abort', cancel, { once: true })
    step()
      .then(resolve, (thrown) => (signal.aborted ? cancel() : reject(thrown)))
      .finally(() => signal.removeEventListener('abort', cancel))
  })
}

function cancellation(cause: unknown): PerfError {
  return cause instanceof PerfError ? cause : new PerfError('CANCELLED', 'the workflow was cancelled', { cause })
}
