import { loadTimeMs } from './blocks.ts'
import type { Pairing, Screened, Test } from './plan.ts'

/**
 * Fewer earlier runs see little: with one a slow-down of 20 % of one label is found in 2 of 100 changes, with two in 65,
 * with three in 72, with five in 75 (2,000 simulated changes each; `npm run bench:verdict -- --flow screen --runs 3`).
 */
export const FEWEST_TO_SCREEN = 3

/** The most pairs of a comparison that ends as soon as it is decided. */
export const MOST_PAIRS = 6

/** The same load in pairs, which confirm what a run of the test made suspect, or do not. */
export function toConfirm(test: Test, confirms: Screened): Test {
  return inPairs(test, { confirms })
}

/** The same load in pairs until it is decided, as there is too little to screen with: `instead` says so. */
export function withoutScreen(test: Test, instead: string): Test {
  return inPairs(test, { most: MOST_PAIRS, instead })
}

/**
 * The most time that the load of a test takes in one job, ms: of one that screens that of pairs at once, for it is more than
 * that of the screen and of the pairs that confirm it.
 */
export function longestLoadTimeMs(test: Test): number {
  return loadTimeMs(test.confirm === undefined ? test : withoutScreen(test, ''))
}

function inPairs({ confirm, ...test }: Test, change: Partial<Pairing>): Test {
  if (confirm === undefined) throw new RangeError(`the test ${test.name} has no base to be compared with`)
  return { ...test, pairs: { ...confirm, ...change } } as Test
}
