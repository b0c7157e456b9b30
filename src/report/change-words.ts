import { duration, figure, plain, share } from '../core/figure.ts'
import { isCommit, readable } from '../core/revision.ts'
import type { ChangeRow, ComparisonPart } from './section.ts'

/** `+31 %`; of an error rate, whose change is a difference, `+0.4 points`. What is below a tenth of them is nothing. */
export function signed(value: number, metric: string): string {
  const size = Math.abs(value) * 100
  const shown = size < 0.05 ? '0' : size < 1 ? size.toFixed(1) : plain(size, 2)
  return `${shown === '0' ? '' : value > 0 ? '+' : '−'}${shown}${metric === 'error-rate' ? ' points' : ' %'}`
}

/** What was compared: `POST /pay p95`, `all labels p95`, `throughput`, `metric cpu`; the user's words as `quoted` makes them. */
export function subjectOf<T>(row: ChangeRow, quoted: (untrusted: string) => T): readonly (T | string)[] {
  const { label, metric, per } = row
  if (metric === 'throughput' || metric === 'capacity') return [metric]
  if (metric === 'error-rate') return [label === '*' ? 'all labels' : quoted(label), ' errors']
  if (!LATENCY.test(metric)) return ['metric ', quoted(metric), ...(per === undefined ? [] : [` per ${per}`])]
  return [label === '*' ? 'all labels' : quoted(label), ` ${metric}`]
}

/** What it was or is, in its unit, which may be the user's. */
export function amountOf({ unit = 'ms' }: ChangeRow, amount: number): string {
  return figure(amount, unit)
}

const LATENCY = /^p\d+$/

/** What came of one thing that was compared, in a mark and a word or two. */
export function stateOf(row: ChangeRow): { readonly icon: string; readonly words: string } {
  const { outcome, metric } = row
  const latency = LATENCY.test(metric)
  switch (outcome) {
    case 'regression':
      return { icon: '🔺', words: latency ? 'slower' : 'worse' }
    case 'warn':
      return { icon: '🔸', words: latency ? 'maybe slower' : 'maybe worse' }
    case 'inconclusive':
    case 'invalid':
      return { icon: '⚪', words: 'too wide to tell' }
    case 'pass':
      return { icon: '✅', words: improved(row) ? (latency ? 'faster' : 'better') : 'as before' }
  }
}

/** It became better beyond doubt. */
export function improved({ low, high, better = 'lower', outcome }: ChangeRow): boolean {
  return outcome === 'pass' && (better === 'lower' ? high < 0 : low > 0)
}

/** What it was compared with, as a sentence; commits and branches as `quoted` writes them. */
export function comparedWords(part: ComparisonPart, quoted: (untrusted: string) => string): string {
  const { pairs, runs } = part
  if (pairs === undefined) return `Compared with ${baselineWords(part, quoted)}.`
  const known = (name: string, revision: string | undefined) =>
    revision === undefined ? name : `${name} ${quoted(shortly(revision))}`
  const few = pairs.most > runs ? ` of at most ${pairs.most}` : ''
  const many = `${runs}${few} ${pairs.most === 1 ? 'pair' : 'pairs'}`
  return `Compared: ${known('base', pairs.base)} with ${known('head', pairs.head)} in ${many}, loaded in turns.`
}

/** The hash of a commit, or of an image, as people know it; all else as it is, for builds of one day differ in their last figures. */
function shortly(revision: string): string {
  return isCommit(revision) ? revision.slice(0, 7) : readable(revision)
}

/** `the last 7 runs of main, the newest 2 h before (3f2a1bc)`, each part as it is written there. */
function baselineWords({ runs, branch = '', newest }: ComparisonPart, quoted: (untrusted: string) => string): string {
  const last = runs === 1 ? 'the one earlier run' : `the last ${runs} runs`
  const before = newest?.before === undefined || newest.before <= 0 ? '' : ` ${roughly(newest.before)} before`
  const commit = newest === undefined || newest.revision === '' ? '' : ` (${quoted(newest.revision.slice(0, 7))})`
  const which = runs === 1 ? `${before === '' ? '' : ','}${before}${commit}` : `, the newest${before}${commit}`
  return `${last} of ${quoted(branch)}${before + commit === '' ? '' : which}`
}

/** How well a comparison sees, as sentences; `said` are those that a reader has seen already. */
export function powerWords(
  { visible: { all, one }, falseAlarms }: ComparisonPart,
  said: readonly string[],
): readonly string[] {
  const seen = [
    ...(all === undefined ? [] : [`of all labels by ${share(all)}`]),
    ...(one === undefined ? [] : [`of one label by ${share(one)}`]),
  ]
  const told = falseAlarms === undefined || said.some((sentence) => sentence.includes(share(falseAlarms)))
  return [
    ...(seen.length === 0 ? [] : [`Found 4 times in 5: a slow-down ${seen.join(', or ')}.`]),
    ...(told ? [] : [`Of unchanged changes ${share(falseAlarms)} are flagged so by chance.`]),
  ]
}

/** The largest unit alone: 2 h, 3 d. */
function roughly(ms: number): string {
  const [size = '', unit = ''] = duration(ms).split(' ')
  return `${size} ${unit}`
}
