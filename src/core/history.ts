import type { Load } from './load.ts'
import type { RunQuantities } from './verdict/quantities.ts'

/** `history/<branch>/<reversed time>-<run>.json`: one small record for each run that later ones may be judged against. */
export interface HistoryRecord {
  readonly schema: 'perf-action/history/v1'
  readonly test: string
  readonly run: string
  /** ms since 1970: when its load began. */
  readonly at: number
  readonly branch: string
  /** The commit that was tested. */
  readonly revision: string
  /** Hex: equal for runs that may be compared (plan or requests, load, pods, image, size). */
  readonly fingerprint: string
  /** What the fingerprint is made of, as people know it. */
  readonly load?: Load
  /** A person accepted a change that came with this run: earlier ones say nothing of the level any more. */
  readonly restart: boolean
  /** The acceptances that were known when it was written: run ids of perf.yaml, pull requests as `#12`. */
  readonly accepted?: readonly string[]
  readonly quantities: RunQuantities
  /** By the id of a metric what was asked for it (metric-digest.ts): another query's figures say nothing of it. */
  readonly queries?: Readonly<Record<string, string>>
}
