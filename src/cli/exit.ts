import type { Outcome } from '../core/verdict/outcome.ts'
import { worst } from '../core/verdict/outcome.ts'

/** Something went wrong before there was a verdict. */
export const FAULT = 2

const EXITS: Readonly<Record<Outcome, number>> = { pass: 0, warn: 0, regression: 1, inconclusive: 3, invalid: 4 }

/** The exit code for what came of one test or of several: the worst counts. */
export function exitOf(outcomes: readonly Outcome[]): number {
  return EXITS[worst(outcomes)]
}
