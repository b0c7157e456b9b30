import type { Outcome } from '../outcome.ts'

/** What became of watching a run for growth. */
export interface Endurance {
  /** not-judged: the run is not valid; too-short: there was too little time. */
  readonly state: 'judged' | 'not-judged' | 'too-short'
  /** The time that counts, ms since 1970. */
  readonly from?: number
  readonly to?: number
  /** What grows must not reach its limit within so long, ms. */
  readonly horizonMs: number
  /** Of the growth alone. */
  readonly outcome?: Exclude<Outcome, 'invalid'>
  /** What was not watched, and why, as sentences. */
  readonly notes: readonly string[]
}
