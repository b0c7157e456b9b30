import type { Check } from '../verdict.ts'

interface Grades {
  readonly check: string
  readonly value: number
  readonly unit: string
  /** Beyond `warn` it is worth a word; beyond `invalid` the run does not count. */
  readonly warn: number
  readonly invalid: number
  /** What the value is, in words. */
  readonly note: string
  /** What to do when it is not ok. */
  readonly remedy: string
}

/** A share is told by ten of what it counts, as a quantile is by ten samples beyond it: fewer, of a short run, are chance. */
export const TELLING = 10

/** A check whose value is better the smaller it is. */
export function graded({ check, value, unit, warn, invalid, note, remedy }: Grades): Check {
  const state = value > invalid ? 'invalid' : value > warn ? 'warn' : 'ok'
  return { check, value, limit: invalid, unit, state, note: state === 'ok' ? note : `${note}; ${remedy}` }
}

/** A check that could not be taken, and why. */
export function unknown(check: string, note: string): Check {
  return { check, value: null, limit: null, state: 'unknown', note }
}
