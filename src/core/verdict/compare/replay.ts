/** How often a rule cries on runs of which none was a regression. */
export interface Replay {
  readonly runs: number
  readonly alarms: number
}

/** Fewer runs are no history to replay. */
const ENOUGH = 5

/** Judges every run of the history against the others; undefined: too few. */
export function replayed<Run>(
  runs: readonly Run[],
  alarm: (head: Run, base: readonly Run[]) => boolean,
): Replay | undefined {
  if (runs.length < ENOUGH) return undefined
  const alarms = runs.filter((head, i) => alarm(head, runs.toSpliced(i, 1)))
  return { runs: runs.length, alarms: alarms.length }
}
