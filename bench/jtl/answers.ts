/** Label → count, errors, p50, p90, p95, p99, max. */
export type Answers = ReadonlyMap<string, readonly number[]>

/** The lines of a contender; labels without the quotes that CSV puts around them. */
export function answersOf(output: string): Answers {
  const rows = output.split('\n').filter((line) => line !== '')
  return new Map(
    rows.map((line) => {
      const [label = '', ...numbers] = line.split('\t')
      const plain = label.startsWith('"') ? label.slice(1, -1).replaceAll('""', '"') : label
      return [plain, numbers.map(Number)]
    }),
  )
}

/** Says how a contender's answers differ from the exact ones. */
export function compare(found: Answers, exact: Answers): string {
  if (found.size !== exact.size) return `WRONG: ${found.size} labels, not ${exact.size}`
  let worst = 0
  for (const [label, numbers] of exact) {
    const others = found.get(label)
    if (others === undefined) return `WRONG: lacks the label ${label}`
    for (const [i, number] of others.entries()) {
      if (i < 2 && number !== numbers[i]) return `WRONG: ${i === 0 ? 'count' : 'errors'} of ${label}`
      worst = Math.max(worst, Math.abs(number - numbers[i]!) / Math.max(1, numbers[i]!))
    }
  }
  return worst === 0 ? 'exact' : `counts exact, quantiles within ${(100 * worst).toPrecision(2)} %`
}
