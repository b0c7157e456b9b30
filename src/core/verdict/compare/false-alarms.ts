import { ALPHA } from './method.ts'

/**
 * Share of unchanged changes that are flagged in the default world, as `npm run bench:verdict -- --prs 4000` prints it: rows
 * "C: history of … runs" of the seed 40404, from 5 runs on together with 40101.
 */
const BY_RUNS = [
  [1, 0.007],
  [2, 0.031],
  [3, 0.047],
  [5, 0.048],
  [10, 0.05],
  [20, 0.051],
] as const

/** By history: of the number of base runs, or the next smaller one that was simulated. */
export function falseAlarmsByHistory(runs: number): number {
  return nextSmaller(BY_RUNS, runs)
}

/** The same of pairs in one look (rows "… pairs, one look"; three have the highest rate of three and more). */
const BY_PAIRS = [
  [1, 0.012],
  [2, 0.014],
  [3, 0.008],
] as const

/** Of pairs in several looks that share alpha (looks.ts): the higher of at most 4 and at most 6. */
const IN_LOOKS = 0.006

/** In so many pairs at the level `alpha` of the look that decided. */
export function falseAlarmsInPairs(pairs: number, alpha: number): number {
  return alpha < ALPHA.pairs ? IN_LOOKS : nextSmaller(BY_PAIRS, pairs)
}

function nextSmaller(rows: readonly (readonly [simulated: number, share: number])[], asked: number): number {
  return (rows.findLast(([simulated]) => simulated <= asked) ?? rows[0]!)[1]
}

/** By a history whose suspicions three pairs confirm; rows "B: screen of … runs": the highest. */
export const FALSE_ALARMS_OF_SCREEN = 0.004
