/** A refusal of the API server, with what its Status says. */
export class ApiFailure extends Error {
  readonly code: number
  readonly reason: string

  constructor(code: number, reason: string, message: string) {
    super(message)
    this.code = code
    this.reason = reason
  }
}

/** The Status object that a failure is sent as. */
export function statusOf({ code, reason, message }: ApiFailure): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code }
}
