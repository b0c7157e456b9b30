import type { Residuals } from './differences.ts'
import { median } from './location.ts'
import { type Variance, winsorisedSquares } from './variance.ts'

/** Fewer labels share nothing that could be told from what is their own. */
export const LABELS_TO_SPLIT = 4

/** The median over the labels: what they all share. NaN where fewer than four are there. */
export function sharedPart(row: readonly number[]): number {
  const there = row.filter((value) => !Number.isNaN(value))
  return there.length < LABELS_TO_SPLIT ? Number.NaN : median(there)
}

/** The variance of one unit's difference in one column, from residuals as large as those of a known location. */
function scatter(groups: readonly { readonly values: readonly number[]; readonly lost: number }[]): Variance {
  const filled = groups
    .map(({ values, lost }) => ({ values: values.filter((value) => !Number.isNaN(value)), lost }))
    .filter(({ values, lost }) => values.length > lost)
  const values = filled.flatMap((group) => group.values)
  const df = filled.reduce((sum, group) => sum + group.values.length - group.lost, 0)
  return { variance: df === 0 ? 0 : winsorisedSquares(values) / values.length, df }
}

/** Of every label by itself. */
export function scatterOfLabels(residuals: readonly Residuals[], labels: number): readonly Variance[] {
  return Array.from({ length: labels }, (_, label) =>
    scatter(residuals.map(({ rows, lost }) => ({ values: rows.map((row) => row[label]!), lost }))),
  )
}

/** Of what all labels share, and of what each has beside it. */
export function scatterOfParts(
  residuals: readonly Residuals[],
  labels: number,
): { readonly common: Variance; readonly own: readonly Variance[] } {
  const split = residuals.map(({ rows, lost }) => {
    const shared = rows.map(sharedPart)
    return { shared, lost, rows: rows.map((row, unit) => row.map((value) => value - shared[unit]!)) }
  })
  return {
    common: scatter(split.map(({ shared, lost }) => ({ values: shared, lost }))),
    own: scatterOfLabels(split, labels),
  }
}
