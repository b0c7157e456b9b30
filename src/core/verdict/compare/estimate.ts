import type { Differences } from './differences.ts'
import { median } from './location.ts'
import type { Method, Prior } from './method.ts'
import { LABELS_TO_SPLIT, scatterOfLabels, scatterOfParts, sharedPart } from './scatter.ts'
import { survival } from './student.ts'
import { moderate, type Variance } from './variance.ts'

/** A log change, how sure it is, and the probability of one as large where nothing changed. */
export interface Estimate {
  readonly value: number
  readonly error: number
  readonly df: number
  readonly p: number
}

/** How one quantity changed. `own` is what a label did beside `common`, or all that it did where nothing is shared. */
export interface Estimates {
  readonly common?: Estimate
  /** By label; undefined: not to be told. */
  readonly own: readonly (Estimate | undefined)[]
  /** By label, the whole log change. */
  readonly change: readonly number[]
}

/** Degrees of freedom that the priors count as: of what is shared (and of single labels), of the labels' own part. */
const PRIOR_DF = 4
const OWN_PRIOR_DF = 8

/** How much one degree of freedom of one label says of the other labels' variance. */
const POOLED = 0.3

/** A median of few variances is below their mean. */
const MEDIAN_TO_MEAN = 1.15

/** One-sided tests of a quantity's change over all labels (verdict.md 7: common and own part, moderated variance). */
export function estimate(differences: Differences, prior: Prior, method: Method): Estimates {
  const { change, units, spread, residuals } = differences
  const there = change.filter((value) => !Number.isNaN(value))
  const mostUnits = Math.max(...units)
  const whole = { change, error: (label: number, variance: number) => Math.sqrt(variance * spread(units[label]!)) }
  if (there.length < LABELS_TO_SPLIT) {
    const seen = scatterOfLabels(residuals, change.length)
    const pooled = pool(seen, prior.single ** 2, 1)
    return { change, own: tests(whole, seen, { variance: pooled, df: PRIOR_DF }, method) }
  }
  const shared = sharedPart(change)
  const { common, own } = scatterOfParts(residuals, change.length)
  const pooled = pool(own, prior.own ** 2, MEDIAN_TO_MEAN)
  const unusual = method.noisyTogether ? Math.max(1, pooled / prior.own ** 2) : 1
  const commonVariance = moderate(common, { variance: unusual * prior.common ** 2, df: PRIOR_DF })
  return {
    change,
    common: tested(shared, Math.sqrt(commonVariance * spread(mostUnits)), freedom(common.df, PRIOR_DF, method)),
    own: tests(
      { ...whole, change: change.map((value) => value - shared) },
      own,
      { variance: pooled, df: OWN_PRIOR_DF },
      method,
    ),
  }
}

interface Whole {
  readonly change: readonly number[]
  readonly error: (label: number, variance: number) => number
}

function tests(
  { change, error }: Whole,
  seen: readonly Variance[],
  prior: Variance,
  method: Method,
): readonly (Estimate | undefined)[] {
  return change.map((value, label) => {
    if (Number.isNaN(value)) return undefined
    const variance = moderate(seen[label]!, prior)
    return tested(value, error(label, variance), freedom(seen[label]!.df, prior.df, method))
  })
}

/** Nothing seen: the few degrees of freedom of a guess. */
function freedom(df: number, priorDf: number, { mostDf }: Method): number {
  return df === 0 ? PRIOR_DF : Math.min(priorDf + df, mostDf)
}

/** The prior variance of each label, after what all of them showed. */
function pool(seen: readonly Variance[], prior: number, correction: number): number {
  const told = seen.filter(({ df }) => df > 0)
  if (told.length === 0) return prior
  const weight = POOLED * told.reduce((sum, { df }) => sum + df, 0)
  const typical = correction * median(told.map(({ variance }) => variance))
  return moderate({ variance: typical, df: weight }, { variance: prior, df: PRIOR_DF })
}

/** A change as it is held against its error by Student's t. */
export function tested(value: number, error: number, df: number): Estimate {
  return { value, error, df, p: survival(value / error, df) }
}
