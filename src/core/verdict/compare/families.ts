/**
 * Which of a family of hypotheses to reject so that of those rejected an expected share of at most `q` is true: those
 * with p up to the largest p(i) <= q i / m. Source: Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical Society B
 * 57 (1995), 289–300. A p that is no number is never rejected.
 */
export function benjaminiHochberg(p: readonly number[], q: number): readonly boolean[] {
  const sorted = Float64Array.from(p.filter((value) => !Number.isNaN(value))).sort()
  let bar = -1
  sorted.forEach((value, i) => {
    if (value <= (q * (i + 1)) / p.length) bar = value
  })
  return p.map((value) => value <= bar)
}
