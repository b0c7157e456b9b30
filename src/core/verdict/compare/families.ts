/**
 * Which of a family of hypotheses to reject so that of those rejected an expected share of at most `q` is true: those
 * with p up to the largest p(i) <= q i / m. Source: Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical Society B
 * 57 (1995), 289–300. A p that is no number is never rejected.
 *
 * With weights some get more of q and the others less: each p counts as p over its weight, as a part of their mean. Source:
 * C. R. Genovese, K. Roeder, L. Wasserman, Biometrika 93 (2006), 509–524.
 */
export function benjaminiHochberg(
  p: readonly number[],
  q: number,
  weights: readonly number[] = p.map(() => 1),
): readonly boolean[] {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  const weighted = p.map((value, i) => (value * mean) / weights[i]!)
  const sorted = Float64Array.from(weighted.filter((value) => !Number.isNaN(value))).sort()
  let bar = -1
  sorted.forEach((value, i) => {
    if (value <= (q * (i + 1)) / p.length) bar = value
  })
  return weighted.map((value) => value <= bar)
}
