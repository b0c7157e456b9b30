import type { Mailbox } from './mailbox.ts'

/** Whether the load has to stop, and by when everything must be in the bucket. */
export interface Stop {
  readonly signal: AbortSignal
  /** The first request's reason; undefined: nobody asked. */
  readonly why: string | undefined
  /** No further block is needed: what is done so far is the whole. */
  readonly decided: boolean
  /** ms since 1970; Infinity when there is no hurry. */
  readonly deadline: number
  /** Asks for a graceful stop; `by` only ever brings the deadline nearer. */
  request(why: string, by?: number): void
  /** Ends the load early, as whole as if it had run its time. */
  decide(): void
}

export const TOLD = 'the pod was told to end'

/** Nobody has asked yet. */
export function createStop(): Stop {
  const controller = new AbortController()
  let why: string | undefined
  let decided = false
  let deadline = Number.POSITIVE_INFINITY
  return {
    signal: controller.signal,
    get why() {
      return why
    },
    get decided() {
      return decided
    },
    get deadline() {
      return deadline
    },
    request(reason, by = Number.POSITIVE_INFINITY) {
      why ??= reason
      deadline = Math.min(deadline, by)
      controller.abort()
    },
    decide() {
      decided = true
      controller.abort()
    },
  }
}

const POLL_MS = 250

/**
 * Whether the generator's container has got TERM. Kubernetes tells a sidecar only after the main containers have ended,
 * and ours waits for the agent: so the generator leaves `term` in the mailbox, before it writes that a block has ended.
 */
export async function isTold(mailbox: Mailbox): Promise<boolean> {
  return (await mailbox.writtenAt('term')) !== undefined
}

/** Calls `told` once it has. */
export function onTerm(mailbox: Mailbox, told: () => void): void {
  const timer = setInterval(async () => {
    if (!(await isTold(mailbox))) return
    clearInterval(timer)
    told()
  }, POLL_MS)
  timer.unref()
}
