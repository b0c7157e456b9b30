/** What `post` undoes of one run if `main` did not: the folder in the Flux path, and a check run left in progress. */
export interface Undo {
  readonly run: string
  readonly test: string
  /** The folder may have been committed and is not withdrawn yet. */
  readonly committed: boolean
  /** A check run that is still in progress. */
  readonly check?: number
}

/** A change of it: what is not named stays. A check that is null has ended. */
export interface UndoChange {
  readonly run: string
  readonly test: string
  readonly committed?: boolean
  readonly check?: number | null
}

/** What is left to undo after a change; undefined: nothing. */
export function afterChange(before: Undo | undefined, { run, test, ...change }: UndoChange): Undo | undefined {
  const committed = change.committed ?? before?.committed ?? false
  const check = change.check === undefined ? before?.check : change.check
  if (!committed && (check === undefined || check === null)) return undefined
  return { run, test, committed, ...(check === undefined || check === null ? {} : { check }) }
}
