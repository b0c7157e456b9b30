/** The commit, and where there is one the pull request, that a run speaks about. */
export interface Origin {
  readonly owner: string
  readonly repo: string
  /** Of the pull request's head, never of its merge commit. */
  readonly sha: string
  readonly pull?: number
  /** The workflow run's page. */
  readonly workflowUrl: string
}

/** What the workflow asks for: where to run comes from here alone, what to run from the file `config`. */
export interface Request {
  /** Path of perf.yaml in the repository. */
  readonly config: string
  readonly tests: readonly string[] | 'all'
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
  /** Most time for one run; undefined: its duration and 30 minutes. */
  readonly timeoutMs?: number
  readonly origin: Origin
}
