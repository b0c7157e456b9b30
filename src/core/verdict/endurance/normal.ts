/** Each bound of a slope holds with 95 %: the quantile of the normal distribution. */
export const NORMAL_95 = 1.6448536269514722

/** Of erfc(z) = t exp(-z² + P(t)), t = 1 / (1 + z / 2); constant first. */
const CHEBYSHEV = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
]

/**
 * The probability that a standard normal variable is above `z`; its relative error is below 1.2e-7. Source: W. H. Press et
 * al., Numerical Recipes in C, 2nd edition (1992), 6.2.
 */
export function above(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  const polynomial = CHEBYSHEV.reduceRight((sum, coefficient) => sum * t + coefficient, 0)
  const tail = (t * Math.exp(-x * x + polynomial)) / 2
  return z >= 0 ? tail : 1 - tail
}
