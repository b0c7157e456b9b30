/** Label → what a contender says of it, in the order of WHAT; the later ones not all of them know. */
export type Answers = ReadonlyMap<string, readonly number[]>

const WHAT = ['count', 'errors', 'p50', 'p90', 'p95', 'p99', 'max', 'sum', 'min', 'bytes', 'sent'] as const

/** From here on a value may share its bucket with others, which is at most so wide (core/stats/buckets.ts). */
const EXACT_BELOW = 8192
const WIDEST = 1 / 8192

/** How answers agree with the exact ones. */
export interface Agreement {
  readonly said: string
  /** Whether all is exact, but for quantiles above EXACT_BELOW ms, which are within WIDEST. */
  readonly holds: boolean
}

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

/** Compares what a contender found with what is. */
export function compare(found: Answers, exact: Answers): Agreement {
  if (found.size !== exact.size) return wrong(`${found.size} labels, not ${exact.size}`)
  let [worst, holds] = [0, true]
  for (const [label, numbers] of exact) {
    const others = found.get(label)
    if (others === undefined) return wrong(`lacks the label ${label}`)
    for (const [i, number] of others.entries()) {
      const [name, is] = [WHAT[i]!, numbers[i]!]
      const off = Math.abs(number - is) / Math.max(1, is)
      if (!name.startsWith('p') && off > 0) return wrong(`${name} of ${label}`)
      if (off > (is < EXACT_BELOW ? 0 : WIDEST)) holds = false
      worst = Math.max(worst, off)
    }
  }
  return { said: worst === 0 ? 'exact' : `exact but for quantiles, within ${(100 * worst).toPrecision(2)} %`, holds }
}

function wrong(why: string): Agreement {
  return { said: `WRONG: ${why}`, holds: false }
}
