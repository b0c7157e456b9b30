import type { HistoryRecord } from './history.ts'
import { changesOf, type Load } from './load.ts'
import { byLevel } from './verdict/compare/level-shifts.ts'

/** Most runs that are compared with. */
export const MOST_RUNS = 20

/** Most objects that are looked at for them: what is no record of ours does not hide those behind it. */
export const MOST_LOOKED_AT = 100

/** From so many runs on most slow-downs of 20 % are found (facts: history only, N = 5); it is used from the first. */
export const ENOUGH_RUNS = 5

/** What is known of the newest runs on a branch. */
export interface Baseline {
  readonly branch: string
  /** Runs of the same test since the last accepted change or lasting shift of their level, the newest first. */
  readonly runs: readonly HistoryRecord[]
  /** Those before it, from one such change to the next, the newest first: they tell how much runs vary. */
  readonly older: readonly (readonly HistoryRecord[])[]
  /** Runs of a test with another plan, load, size or image. */
  readonly others: number
  /** What of the load changed since the newest of those, in words; empty: not known. */
  readonly changed: readonly string[]
  /** Objects that are no record of ours. */
  readonly unreadable: number
  /** All acceptances that the records know of. */
  readonly accepted: readonly string[]
}

/** A person's word that a change is meant. */
export interface Acceptance {
  /** Not yet known to the branch's history: a run id of perf.yaml, or the pull request `#12` by its label. */
  readonly fresh: readonly string[]
  /** All that the test and the label say, for the record of this run. */
  readonly all: readonly string[]
}

/** What a run knows of those before it. `off`: it is not to be compared; `none`: there is nothing, and `why` as a sentence. */
export type History = (
  | { readonly state: 'off'; readonly accepted: readonly string[] }
  | { readonly state: 'none'; readonly why: string; readonly branch?: string; readonly accepted: readonly string[] }
  | { readonly state: 'read'; readonly baseline: Baseline; readonly acceptance: Acceptance }
) & {
  /** A word to whoever thinks that a change is accepted, as a sentence. */
  readonly unaccepted?: string
}

interface Read {
  readonly branch: string
  /** Of the run that is to be compared. */
  readonly fingerprint: string
  readonly load?: Load
  /** The newest first; undefined: could not be read. */
  readonly records: readonly (HistoryRecord | undefined)[]
}

/** Sorts the records of a branch into what a run of this fingerprint may be compared with, and the rest. */
export function baselineOf({ branch, fingerprint, load, records }: Read): Baseline {
  const known = records.filter((record) => record !== undefined)
  const same = known.filter((record) => record.fingerprint === fingerprint)
  const [runs = [], ...older] = segments(same).flatMap(byLevel)
  const before = known.find((record) => record.fingerprint !== fingerprint)?.load
  return {
    branch,
    runs,
    older,
    others: known.length - same.length,
    changed: before === undefined || load === undefined ? [] : changesOf(before, load),
    unreadable: records.length - known.length,
    accepted: [...new Set(known.flatMap(({ accepted = [] }) => accepted))],
  }
}

/** A run that restarts the history is the oldest of its segment. */
function segments(records: readonly HistoryRecord[]): readonly (readonly HistoryRecord[])[] {
  const found: HistoryRecord[][] = [[]]
  for (const record of records) {
    found.at(-1)?.push(record)
    if (record.restart) found.push([])
  }
  return found.filter((segment) => segment.length > 0)
}

/** What of a person's word the branch's history does not know yet. */
export function acceptanceOf(all: readonly string[], { accepted }: Baseline): Acceptance {
  return { all, fresh: all.filter((one) => !accepted.includes(one)) }
}
