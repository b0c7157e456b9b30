import { hodgesLehmann, mean } from './location.ts'

/** One unit (a run, or a pair) by label; NaN: the label was not there, or too seldom. */
export type Row = readonly number[]

/** Units that were left over when their location was taken away (one is lost then), or whose location is known to be 0. */
export interface Residuals {
  readonly rows: readonly Row[]
  readonly lost: 0 | 1
}

/** How one quantity changed, label by label, and what shows the noise of such a change. */
export interface Differences {
  /** Log change; NaN: not to be told. */
  readonly change: Row
  /** Units behind the change of each label. */
  readonly units: readonly number[]
  /** Variance of a change over that of one unit, from the number of units behind it: 1 / k, or 1 + 1 / N. */
  readonly spread: (units: number) => number
  readonly residuals: readonly Residuals[]
}

/** A run against the runs of the last segment; older segments have their own level and tell of the noise alone. */
export function againstHistory(head: Row, base: readonly Row[], older: readonly (readonly Row[])[] = []): Differences {
  const level = columns(base, head.length).map(located)
  return {
    change: head.map((value, label) => value - level[label]!),
    units: columns(base, head.length).map(({ length }) => length),
    spread: (units) => 1 + 1 / units,
    residuals: [base, ...older].map((rows) => leftOver(rows, columns(rows, head.length).map(located))),
  }
}

/** Differences of pairs in one session; those of `same` compare a revision with itself, so they are around 0. */
export function ofPairs(pairs: readonly Row[], same: readonly Row[] = []): Differences {
  const width = pairs[0]?.length ?? 0
  const change = columns(pairs, width).map((values) => (values.length < 4 ? meanOf(values) : hodgesLehmann(values)))
  return {
    change,
    units: columns(pairs, width).map(({ length }) => length),
    spread: (units) => 1 / units,
    // one pair shows no noise of its own: then the earlier ones are trusted a little less
    residuals: [leftOver(pairs, change), { rows: same, lost: pairs.length === 1 ? 1 : 0 }],
  }
}

/** What there is of each label. */
function columns(rows: readonly Row[], width: number): readonly (readonly number[])[] {
  return Array.from({ length: width }, (_, label) =>
    rows.map((row) => row[label]!).filter((value) => !Number.isNaN(value)),
  )
}

function located(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : hodgesLehmann(values)
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : mean(values)
}

/** The rows less their location, made as large as those of a known location by sqrt(n / (n - 1)); nothing of one alone. */
function leftOver(rows: readonly Row[], level: Row): Residuals {
  const scale = columns(rows, level.length).map(({ length: n }) => (n < 2 ? Number.NaN : Math.sqrt(n / (n - 1))))
  return { rows: rows.map((row) => row.map((value, i) => (value - level[i]!) * scale[i]!)), lost: 1 }
}
