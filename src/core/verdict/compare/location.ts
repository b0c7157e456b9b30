/** The middle of the values, the mean of the two middle ones where their number is even; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const half = sorted.length >> 1
  if (sorted.length % 2 === 1) return sorted[half]!
  return (sorted[half - 1]! + sorted[half]!) / 2
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * The median of the means of all pairs of values, each with itself too: as robust as a median, nearly as sharp as a mean.
 * The mean of one or two. Source: J. L. Hodges, E. L. Lehmann, Annals of Mathematical Statistics 34 (1963), 598–611.
 */
export function hodgesLehmann(values: readonly number[]): number {
  if (values.length <= 2) return mean(values)
  return median(values.flatMap((value, i) => values.slice(i).map((other) => (value + other) / 2)))
}
