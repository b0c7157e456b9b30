/** A fault for the next requests that match. */
export interface Fault {
  readonly method?: string
  /** Matched against the path without its query. */
  readonly path: RegExp
  /** How many requests meet it; default 1. */
  readonly times?: number
  /**
   * `lost`: the act is done and the connection then cut. `meanwhile`: somebody else does something first, and the act
   * follows. Else an answer in place of the act.
   */
  readonly answer:
    | 'lost'
    | { readonly meanwhile: () => Promise<void> }
    | { readonly status: number; readonly message?: string; readonly headers?: Record<string, string> }
}

/** The faults that are still to happen. */
export class Faults {
  readonly #waiting: { fault: Fault; left: number }[] = []

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 })
  }

  /** The fault that this request meets, used up by one. */
  take(method: string, path: string): Fault['answer'] | undefined {
    const found = this.#waiting.find(
      ({ fault, left }) => left > 0 && (fault.method ?? method) === method && fault.path.test(path),
    )
    if (found === undefined) return undefined
    found.left -= 1
    return found.fault.answer
  }
}

/** The answer to one who is too fast; `seconds` as in Retry-After. */
export function secondaryRateLimit(seconds: number): Fault['answer'] {
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  return { status: 403, message, headers: { 'retry-after': String(seconds) } }
}
