/** The closed set of ways in which perf-action fails; each has a row in the README's troubleshooting table. */
export type ErrorCode =
  | 'INPUT' // an action input is missing or wrong
  | 'CONFIG' // perf.yaml is missing or wrong
  | 'PLAN' // the test plan is missing, unreadable or ignores what it is given
  | 'NOT_BUILT' // a mode, generator or analysis that this version does not have
  | 'AUTH' // no credentials, or the role was refused
  | 'EKS' // the cluster is missing, not active or not reachable
  | 'KUBERNETES' // the API server refused or failed
  | 'FORBIDDEN' // the role may not do that in the cluster (RBAC)
  | 'COMMIT' // the Flux repository refused the commit
  | 'FLUX' // Flux did not apply the commit
  | 'JOB' // the Job or its pods failed
  | 'TIMEOUT' // something took longer than it may
  | 'STORE' // the bucket is missing, denied or failed
  | 'METRICS' // Prometheus refused or failed
  | 'GITHUB' // the GitHub API refused or failed
  | 'CANCELLED' // the workflow was cancelled
  | 'INTERNAL' // a defect of perf-action

/** One thing that is wrong in what the user wrote. */
export interface Fault {
  readonly code: ErrorCode
  /** Where: a file with line and column from 1 on, as far as they are known. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly wrong: string
  /** An example of right. */
  readonly right?: string
}

export interface PerfErrorOptions {
  /** What the reader does next: a permission, an IAM action, a file to apply. */
  readonly hint?: string
  readonly cause?: unknown
  /** The same may succeed later: a network was cut, a service was busy. */
  readonly transient?: boolean
  /** What the message tells, one by one, for annotations at their lines. */
  readonly faults?: readonly Fault[]
}

/** The one error that perf-action throws: what happened to what (`message`), its `code`, and what to do (`hint`). */
export class PerfError extends Error {
  override readonly name = 'PerfError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly transient: boolean
  readonly faults: readonly Fault[]

  constructor(code: ErrorCode, message: string, options: PerfErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.transient = options.transient ?? false
    this.faults = options.faults ?? []
  }
}

/** The text of anything that was thrown. */
export function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
