import type { Screened } from '../plan.ts'
import type { Suspicion } from './compare/screen.ts'
import type { Comparison } from './comparison.ts'

/** An earlier run as people know it. */
export interface EarlierRun {
  readonly run: string
  /** ms since 1970: when its load began. */
  readonly at: number
  /** The commit that was tested. */
  readonly revision: string
}

/** What became of comparing a run with earlier ones, or heads with their bases. */
export interface Compared {
  readonly with: 'history' | 'pairs'
  /** no-baseline: there is nothing to compare with; unread: it could not be read; not-judged: this run is no good for it. */
  readonly state: 'compared' | 'no-baseline' | 'unread' | 'not-judged'
  /** The user asked for it: where it shows nothing, the run is inconclusive. */
  readonly asked: boolean
  /** Sentences for a person, the most important first; never empty. */
  readonly notes: readonly string[]
  /** Of pairs in one run: the most that it could have had, and what base and head run as far as that is known. */
  readonly most?: number
  readonly revisions?: { readonly base?: string; readonly head?: string }
  /** Of the runs that it was compared with. */
  readonly branch?: string
  /** What it was compared with, the newest first; of pairs their bases, the first pair first. */
  readonly runs: readonly EarlierRun[]
  /** When the load of this run began, ms since 1970; absent: there was none. */
  readonly at?: number
  /** Of the comparison alone, whatever limits and a person's acceptance make of it. */
  readonly outcome?: Comparison['outcome']
  readonly visible?: Comparison['visible']
  readonly needed?: number
  readonly falseAlarms?: number
  /** Of a history alone: what only pairs can make a regression. */
  readonly suspected?: readonly Suspicion[]
  /** Of pairs: what they were to confirm, and whether any of it was found again. */
  readonly screened?: Screened & { readonly confirmed: boolean }
  /** By what a person accepted the change: run ids of perf.yaml, the pull request `#12` by its label. */
  readonly accepted?: readonly string[]
}
