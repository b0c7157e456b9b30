/** Share of unchanged changes that are flagged, as `bench/verdict` prints it for its default world. */
const BY_RUNS = [
  [1, 0.018],
  [2, 0.042],
  [3, 0.048],
  [5, 0.054],
  [10, 0.055],
  [20, 0.048],
] as const

/** By history: of the number of base runs, or the next smaller one that was simulated. */
export function falseAlarmsByHistory(runs: number): number {
  return (BY_RUNS.findLast(([simulated]) => simulated <= runs) ?? BY_RUNS[0])[1]
}

/** In pairs, with earlier pairs of one revision to learn the noise from, and without. */
export function falseAlarmsInPairs(learned: boolean): number {
  return learned ? 0.024 : 0.013
}
