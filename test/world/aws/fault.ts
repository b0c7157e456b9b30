/** A service's refusal, before it takes the shape of that service. */
export class ServiceFault extends Error {
  override readonly name = 'ServiceFault'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** A failure that a test asks for: the next `times` requests that match are answered so, or cut where there is no status. */
export interface Failure {
  readonly times: number
  readonly status?: number
  readonly code?: string
  readonly message?: string
  readonly when?: (method: string, target: string) => boolean
}

export interface Failures {
  add(failure: Failure): void
  take(method: string, target: string): Failure | undefined
}

/** The failures that one service still has to make. */
export function failures(): Failures {
  const waiting: { failure: Failure; left: number }[] = []
  return {
    add: (failure) => void waiting.push({ failure, left: failure.times }),
    take(method, target) {
      const found = waiting.find(({ failure, left }) => left > 0 && (failure.when?.(method, target) ?? true))
      if (found) found.left -= 1
      return found?.failure
    },
  }
}

/** Makes the failure that is due for this request, if one is: throws it, or says that the connection is to be cut. */
export function dueFailure(waiting: Failures, method: string, target: string): 'cut' | undefined {
  const due = waiting.take(method, target)
  if (!due) return undefined
  if (due.status === undefined) return 'cut'
  throw new ServiceFault(due.status, due.code ?? 'InternalFailure', due.message ?? 'Please try again.')
}
