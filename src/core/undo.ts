/** What `post` undoes of one run if `main` did not: the folder in the Flux path, and a check run left in progress. */
export interface Undo {
  readonly run: string
  readonly test: string
  /** The folder may have been committed and is not withdrawn yet. */
  readonly committed: boolean
  /** A check run that is still in progress. */
  readonly check?: number
}
