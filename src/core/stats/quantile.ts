/**
 * The nearest rank (1-based) of quantile `q` among `n` ordered values: ceil(q n), at least 1. The tiny factor undoes
 * the rounding of the product, so that 0.07 of 100 is rank 7 and not 8.
 */
export function nearestRank(q: number, n: number): number {
  return Math.min(n, Math.max(1, Math.ceil(q * n * (1 - 2 ** -51))))
}

/** The nearest-rank quantile of ascending values; undefined when there are none. */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number | undefined {
  return sorted[nearestRank(q, sorted.length) - 1]
}
