/** Observations of a batch. */
const BATCH = 5

/** Fewer batches than this say nothing of a warm-up. */
const MIN_BATCHES = 10

/**
 * How many observations to drop from the front as warm-up, by MSER-5: of the batch means Y (5 observations each) drop
 * the first d, with d < n / 2, that minimises sum((Y_j - mean)²) / (n - d)² over the rest. A cut next to half of the
 * series means that it never settled. undefined: fewer than 50 observations.
 *
 * Source: K. P. White, M. J. Cobb, S. C. Spratt, "A comparison of five steady-state truncation heuristics for
 * simulation", Proceedings of the 2000 Winter Simulation Conference, pp. 755–760.
 */
export function mser5(series: readonly number[]): number | undefined {
  const means = batchMeans(series)
  const n = means.length
  if (n < MIN_BATCHES) return undefined
  let best = { d: 0, statistic: Number.POSITIVE_INFINITY }
  let mean = 0
  let squares = 0
  // From the back, by Welford's recurrence: the differences stay small where the sums of squares would cancel.
  for (let d = n - 1; d >= 0; d--) {
    const kept = n - d
    const difference = means[d]! - mean
    mean += difference / kept
    squares += difference * (means[d]! - mean)
    const statistic = squares / kept ** 2
    if (d < Math.floor(n / 2) && statistic <= best.statistic) best = { d, statistic }
  }
  return best.d * BATCH
}

function batchMeans(series: readonly number[]): readonly number[] {
  return Array.from({ length: Math.floor(series.length / BATCH) }, (_, batch) => {
    const values = series.slice(batch * BATCH, (batch + 1) * BATCH)
    return values.reduce((sum, value) => sum + value, 0) / BATCH
  })
}
