// What contenders that are parsers alone add: exact values of each label, and the lines that are compared.
const labels = new Map()

/** Counts a sample. */
export function count(label, elapsed, success) {
  let tally = labels.get(label)
  if (tally === undefined) {
    tally = { count: 0, errors: 0, values: new Uint32Array(1 << 17), max: 0 }
    labels.set(label, tally)
  }
  tally.count++
  if (success !== 'true') tally.errors++
  if (elapsed > tally.max) tally.max = elapsed
  if (elapsed < tally.values.length) tally.values[elapsed]++
}

/** Prints label, count, errors, p50, p90, p95, p99 (nearest rank), max. */
export function print() {
  for (const [label, { count, errors, values, max }] of labels) {
    const quantile = (q) => {
      let left = Math.ceil(q * count - 1e-9)
      return values.findIndex((n) => {
        left -= n
        return left <= 0
      })
    }
    console.log([label, count, errors, ...[0.5, 0.9, 0.95, 0.99].map(quantile), max].join('\t'))
  }
}
