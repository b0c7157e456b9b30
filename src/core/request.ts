import type { Limit } from './limit.ts'

/** By this label of a pull request a person accepts its change. */
export const ACCEPTED = 'perf-accept'

/** The commit, and where there is one the pull request, that a run speaks about. */
export interface Origin {
  readonly owner: string
  readonly repo: string
  /** Of the pull request's head, never of its merge commit. */
  readonly sha: string
  readonly pull?: number
  /** The branch whose earlier runs a run is compared with: where a pull request goes, else its own. Absent: a tag. */
  readonly branch?: string
  /** What is tested is on `branch` already (push, schedule, dispatch), so that a good run joins its history. */
  readonly landed?: boolean
  /** Of the pull request, when the event came. */
  readonly labels?: readonly string[]
  /** Those labels may speak of what was there before the last push. */
  readonly labelsMayBeOld?: boolean
  /** The workflow run's page. */
  readonly workflowUrl: string
}

/** What another workflow ran on, in GitHub's own words: the end of a pull request that its author holds. */
export interface Head {
  readonly owner: string
  /** Id of the repository, which may be a fork. */
  readonly repository: number
  /** May be any name. */
  readonly branch: string
  readonly sha: string
}

/** What the workflow's owner, or who sits at the terminal, sets for all tests in place of what the file `config` has. */
export interface Overrides {
  readonly pods?: number
  readonly durationMs?: number
  readonly rampMs?: number
  /** Per second. */
  readonly rate?: number
  /** A URL without a query. */
  readonly target?: string
  readonly limits?: readonly Limit[]
}

/** What the workflow asks for: where to run comes from here alone, what to run from the file `config`. */
export interface Request {
  /** Path of perf.yaml in the repository. */
  readonly config: string
  readonly tests: readonly string[] | 'all'
  readonly overrides?: Overrides
  readonly namespace: string
  readonly bucket: string
  readonly prefix: string
  readonly region: string
  /** Encrypts what is written to the bucket. */
  readonly kmsKeyId?: string
  /** The path that Flux reconciles, in its repository. */
  readonly fluxPath: string
  /** The branch of it that runs are committed to. */
  readonly fluxBranch: string
  /** The names of the input `prometheus`, for the metrics' sources; undefined: not known. */
  readonly sources?: readonly string[]
  /** The load of all tests that the job which follows it can see the end of, ms; undefined: nothing ends it before. */
  readonly longestLoadMs?: number
  /** Most time for one run; undefined: its duration and 30 minutes. */
  readonly timeoutMs?: number
  readonly origin: Origin
}
