import { median } from './location.ts'

/** Fewer residuals than this are taken as they are. */
const ENOUGH = 5

/** Where residuals are cut, in robust standard deviations. */
const FAR = 4

/**
 * Sum of the squared residuals, each cut at 4 robust standard deviations (1.4826 of the median of their sizes, and a
 * little more where they are few), so that one bad run does not blind the verdict; of fewer than 5 as they are.
 */
export function winsorisedSquares(residuals: readonly number[]): number {
  const most =
    residuals.length < ENOUGH
      ? Number.POSITIVE_INFINITY
      : FAR * 1.4826 * median(residuals.map(Math.abs)) * (1 + 0.8 / residuals.length)
  return residuals.reduce((sum, residual) => sum + Math.min(Math.abs(residual), most) ** 2, 0)
}

/** A variance and the degrees of freedom that stand behind it. */
export interface Variance {
  readonly variance: number
  readonly df: number
}

/**
 * A variance of few degrees of freedom drawn towards what is known beforehand, in proportion to what stands behind each.
 * Source: G. K. Smyth, Statistical Applications in Genetics and Molecular Biology 3 (2004), article 3.
 */
export function moderate(seen: Variance, prior: Variance): number {
  return (prior.df * prior.variance + seen.df * seen.variance) / (prior.df + seen.df)
}
