import type { Compared } from './compared.ts'
import type { Endurance } from './endurance/endurance.ts'
import type { Finding } from './finding.ts'
import type { Outcome } from './outcome.ts'
import type { Stress } from './stress/stress.ts'

/** A limit of the test, held against the run. */
export interface LimitResult {
  /** As the user wrote it. */
  readonly limit: string
  /** In the limit's own unit (ms, share of 1, 1/s, the metric's); null: no data. */
  readonly actual: number | null
  /** `ms`, `share`, `1/s`, or the metric's own; absent: a plain number. */
  readonly unit?: string
  readonly state: 'met' | 'broken' | 'no-data'
  /** Why there is no data, or how weak the figure is. */
  readonly note?: string
}

/** One thing that may make a run worthless. */
export interface Check {
  readonly check: string
  /** null where it could not be taken. */
  readonly value: number | null
  readonly limit: number | null
  /** Of value and limit, as in a limit's result. */
  readonly unit?: string
  readonly state: 'ok' | 'warn' | 'invalid' | 'unknown'
  /** The figure in words, and the remedy when it is not ok. */
  readonly note: string
}

/** `verdict.json`: what a run shows, and on what evidence. */
export interface Verdict {
  readonly schema: 'perf-action/verdict/v1'
  readonly test: string
  readonly run: string
  readonly outcome: Outcome
  /** Sentences for a person, the most important first; never empty. */
  readonly reasons: readonly string[]
  /** Of the comparison, and of what was watched over the time of the run; empty where there was neither. */
  readonly findings: readonly Finding[]
  /** What it was compared with; absent: it was not to be compared. */
  readonly comparison?: Compared
  /** Of an endurance test. */
  readonly endurance?: Endurance
  /** Of a stress test. */
  readonly stress?: Stress
  readonly limits: readonly LimitResult[]
  readonly checks: readonly Check[]
}
