import { count, figure, share } from '../core/figure.ts'
import { readable } from '../core/revision.ts'
import type { Compared } from '../core/verdict/compared.ts'
import type { Finding } from '../core/verdict/finding.ts'
import type { Outcome } from '../core/verdict/outcome.ts'
import type { Verdict } from '../core/verdict/verdict.ts'
import { clean } from '../report/clean.ts'
import { type GridColumn, grid } from './grid.ts'
import { drawIntervals, signed } from './interval.ts'
import type { Paint, Style } from './terminal.ts'

/** The colour of what came of it. */
export const STYLES: Readonly<Record<Outcome, Style>> = {
  pass: 'green',
  warn: 'yellow',
  regression: 'red',
  inconclusive: 'yellow',
  invalid: 'red',
}

const SEEN = 12
const LONGEST = 600

const right = 'right' as const

/** Each change with its interval, drawn. */
export function changesLines(
  { findings: all, comparison, reasons }: Verdict,
  margin: number,
  paint: Paint,
): readonly string[] {
  const findings = all.filter(({ growth }) => growth === undefined)
  const shown = findings.slice(0, SEEN)
  const below = comparison === undefined ? [] : comparedWith(comparison, reasons)
  if (shown.length === 0) return below.map((line) => paint('dim', line))
  const ratios = shown.filter(({ metric }) => metric !== POINTS)
  const { scale, bars } = drawIntervals(ratios, margin)
  const columns: readonly GridColumn[] = [
    { title: 'change of' },
    { title: '' },
    { title: scale },
    { title: 'estimate', align: right },
    { title: 'interval', align: right },
    { title: '' },
  ]
  const rows = shown.map((finding) => [
    finding.label === '*' ? allOf(finding) : clean(finding.label, 40),
    `${clean(finding.metric, 20)}${finding.per === undefined ? '' : ` per ${finding.per}`}`,
    { text: bars[ratios.indexOf(finding)] ?? '', paint: (bar: string) => paint(STYLES[finding.outcome], bar) },
    changeOf(finding, finding.change),
    `${changeOf(finding, finding.low).replace(/ points$/, '')} … ${changeOf(finding, finding.high)}`,
    figures(finding),
  ])
  const more = findings.length - shown.length
  return [
    ...grid(columns, rows, (text) => paint('dim', text)),
    ...(more > 0 ? [`and ${count(more)} more`] : []),
    ...[`┊ is the margin of ${share(margin)}: less than that is of no matter`, ...below].map((line) =>
      paint('dim', line),
    ),
  ]
}

/** Throughput and metrics have no labels. */
function allOf({ metric }: Finding): string {
  return metric === POINTS || /^p\d+$/.test(metric) ? 'all labels' : ''
}

/** Its change is a difference of shares, which no scale of ratios has a place for. */
const POINTS = 'error-rate'

function changeOf({ metric }: Finding, change: number): string {
  return metric === POINTS ? `${signed(change).replace(/ %$/, '')} points` : signed(change)
}

function figures({ before, after, unit = 'ms' }: Finding): string {
  if (before === undefined || after === undefined) return ''
  return `${clean(figure(before, unit))} → ${clean(figure(after, unit))}`
}

function comparedWith(
  { with: by, runs, most, revisions = {}, branch, visible, needed, state, notes }: Compared,
  said: readonly string[],
): readonly string[] {
  if (state !== 'compared') return notes.filter((note) => !said.includes(note)).map((note) => clean(note, LONGEST))
  const whose = branch === undefined ? '' : ` of ${clean(branch)}`
  const seen = [
    ...(visible?.all === undefined ? [] : [`${share(visible.all)} of all labels together`]),
    ...(visible?.one === undefined ? [] : [`${share(visible.one)} of one label`]),
  ]
  return [
    by === 'pairs'
      ? `compared in ${count(runs.length)}${most === undefined || most === runs.length ? '' : ` of at most ${count(most)}`} ${(most ?? runs.length) === 1 ? 'pair' : 'pairs'}${ofRevisions(revisions)}`
      : `compared with ${count(runs.length)} earlier ${runs.length === 1 ? 'run' : 'runs'}${whose}`,
    ...(seen.length === 0 ? [] : [`the smallest change that four runs of five would show: ${seen.join(', ')}`]),
    ...(needed === undefined
      ? []
      : [`about ${count(needed)} more ${by === 'pairs' ? 'pair' : 'run'}${needed === 1 ? '' : 's'} should decide it`]),
  ]
}

function ofRevisions(revisions: NonNullable<Compared['revisions']>): string {
  const said = Object.entries(revisions).map(([side, revision]) => `${side} ${clean(readable(revision), 80)}`)
  return said.length === 0 ? '' : `: ${said.join(', ')}`
}
