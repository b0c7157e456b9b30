import type { Agreement } from './answers.ts'
import { median, type Run } from './measure.ts'

/** The medians of a contender. */
export interface Figures {
  /** One of each round. */
  readonly runs: readonly Run[]
  /** Seconds, of all threads. */
  readonly cpu: number
  readonly wall: number
  /** The most memory. */
  readonly megabytes: number
  readonly agreement: Agreement | undefined
}

/** What a goal is measured by: each contender's figures by name, and the bytes and rows of the file. */
export interface Race {
  readonly of: (name: string) => Figures | undefined
  readonly bytes: number
  readonly rows: number
}

interface Goal {
  readonly what: string
  readonly most?: number
  readonly least?: number
  /** Who is measured for it; their figures are given to `figure` in this order. */
  readonly who: readonly string[]
  readonly figure: (figures: readonly Figures[], race: Race) => number
}

const ONE = 'ours, 1 thread'
const ONE_WHOLE = 'ours, whole, 1 thread'
const TWO = 'ours, 2 threads'
const TWO_WHOLE = 'ours, whole, 2 threads'
const GZIP = 'ours, gzip'

const GOALS: readonly Goal[] = [
  { what: 'CPU of one thread to C', most: 1.4, ...ratio('cpu', ONE, 'C reference, 1 thread') },
  { what: 'CPU of one thread to wc -l', most: 6, ...ratio('cpu', ONE, 'wc -l') },
  { what: 'GB a CPU second', least: 0.9, who: [ONE], figure: ([one], { bytes }) => bytes / 1e9 / one!.cpu },
  { what: 'million rows a CPU second', least: 7, who: [ONE], figure: ([one], { rows }) => rows / 1e6 / one!.cpu },
  { what: 'wall of DuckDB to two threads', least: 2.5, ...ratio('wall', 'DuckDB, 2 threads', TWO) },
  { what: 'wall of polars to two threads', least: 2.5, ...ratio('wall', 'polars', TWO) },
  { what: 'CPU of papaparse to one thread', least: 8, ...ratio('cpu', 'papaparse', ONE) },
  { what: 'CPU of udsv to one thread', least: 8, ...ratio('cpu', 'udsv', ONE) },
  { what: 'CPU of parse-jtl to one thread', least: 30, ...ratio('cpu', 'parse-jtl, 100 MB', 'ours, 100 MB') },
  ...[ONE, ONE_WHOLE, TWO, TWO_WHOLE, GZIP].map((name): Goal => {
    return {
      what: `peak MB of ${name}`,
      most: name === ONE || name === ONE_WHOLE ? 100 : 160,
      who: [name],
      figure: ([one]) => one!.megabytes,
    }
  }),
  { what: 'wall of gzip to gunzip of Node', most: 1.5, ...ratio('wall', GZIP, 'gunzip of Node') },
  ...[ONE, ONE_WHOLE, TWO, TWO_WHOLE, GZIP].map((name): Goal => {
    const figure: Goal['figure'] = ([one]) => (one!.agreement?.holds ? 0 : 1)
    return { what: `answers that are not exact, ${name}`, most: 0, who: [name], figure }
  }),
]

/** The median of the ratios of each round: what the machine does besides changes from round to round, for both alike. */
function ratio(what: 'cpu' | 'wall', name: string, to: string): Pick<Goal, 'who' | 'figure'> {
  const figure: Goal['figure'] = ([one, other]) => {
    if (one!.runs.length !== other!.runs.length) return one![what] / other![what]
    return median(one!.runs.map((run, round) => run[what] / other!.runs[round]![what]))
  }
  return { who: [name, to], figure }
}

/** Each goal with what was measured and whether that meets it; without those for which somebody did not run. */
export function goalLines(race: Race): readonly string[] {
  return GOALS.flatMap(({ what, who, figure, most = Number.POSITIVE_INFINITY, least = 0 }) => {
    const figures = who.flatMap((name) => race.of(name) ?? [])
    if (figures.length < who.length) return []
    const value = figure(figures, race)
    const bound = least > 0 ? `at least ${least}` : `at most ${most}`
    const met = value <= most && value >= least ? 'met   ' : 'MISSED'
    return [`${met}  ${what.padEnd(44)} ${value.toFixed(2).padStart(7)}  ${bound}`]
  })
}
