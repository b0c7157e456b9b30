/**
 * Share of unchanged changes that are flagged in the default world, as `npm run bench:verdict -- --prs 4000` prints it: rows
 * "C: history of … runs", the higher of two seeds.
 */
const BY_RUNS = [
  [1, 0.007],
  [2, 0.031],
  [3, 0.047],
  [5, 0.046],
  [10, 0.047],
  [20, 0.045],
] as const

/** By history: of the number of base runs, or the next smaller one that was simulated. */
export function falseAlarmsByHistory(runs: number): number {
  return (BY_RUNS.findLast(([simulated]) => simulated <= runs) ?? BY_RUNS[0])[1]
}

/** The same of pairs: of one pair; of more, in one look or in several that share alpha (looks.ts): the highest of the rows. */
const ONE_PAIR = 0.012
const MORE_PAIRS = 0.008

/** In pairs, however many they may be at the most. */
export function falseAlarmsInPairs(pairs: number): number {
  return pairs === 1 ? ONE_PAIR : MORE_PAIRS
}

/** By a history whose suspicions three pairs confirm; rows "B: screen of … runs": the highest. */
export const FALSE_ALARMS_OF_SCREEN = 0.004
