import type { Limit } from '../../limit.ts'
import type { GrowthFound } from '../finding.ts'
import type { Point } from './blocks.ts'

/** One series of a run that is watched for growth. */
export interface Watched {
  readonly of: GrowthFound['of']
  /** Of a metric its series; `*`: all labels, or the only series. */
  readonly label: string
  /** `p95`, `error-rate`, `throughput`, or the id of a metric. */
  readonly metric: string
  /** As in a limit's result. */
  readonly unit?: string
  /** -1: less of it is worse. */
  readonly worse: 1 | -1
  /** Its growth is a difference, and no share of where it began. */
  readonly difference?: true
  /** Those of the test that a growth would break. */
  readonly limits: readonly Limit[]
  /** One point a block, in ms since 1970, turned so that more is worse. */
  readonly blocks: readonly Point[]
}

/** Series of one family are judged together: the more there are, the surer each must be. Each metric is one of its own. */
export function familyOf({ of, metric }: Watched): string {
  return of === 'metric' ? `metric ${metric}` : 'load'
}

/** Whether a growth in the direction that is worse runs into the limit. */
export function runsInto(worse: Watched['worse'], { operator }: Limit): boolean {
  return operator.startsWith(worse === 1 ? '<' : '>')
}
