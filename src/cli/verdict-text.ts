import { count, figure, milliseconds, share } from '../core/figure.ts'
import { readable } from '../core/revision.ts'
import type { Summary } from '../core/summary.ts'
import type { Compared } from '../core/verdict/compared.ts'
import type { Finding } from '../core/verdict/finding.ts'
import type { Outcome } from '../core/verdict/outcome.ts'
import type { Check, Verdict } from '../core/verdict/verdict.ts'
import { clean } from '../report/clean.ts'
import { labelRows, totalRow } from '../report/label-rows.ts'
import { sparkline } from '../report/sparkline.ts'
import { checkName } from '../report/tables.ts'
import { timeline } from '../report/timeline.ts'
import { type GridColumn, grid } from './grid.ts'
import { drawIntervals, signed } from './interval.ts'
import { limitsLines } from './limits-lines.ts'
import { stepsLines } from './steps-lines.ts'
import type { Paint, Style } from './terminal.ts'

interface Told {
  readonly verdict: Verdict
  readonly summary: Summary
  /** The change that matters in practice. */
  readonly margin: number
}

const OUTCOMES: Readonly<Record<Outcome, { readonly words: string; readonly style: Style }>> = {
  pass: { words: '✔ Pass', style: 'green' },
  warn: { words: '! Warning', style: 'yellow' },
  regression: { words: '✘ Regression', style: 'red' },
  inconclusive: { words: '? Inconclusive', style: 'yellow' },
  invalid: { words: '✘ Invalid run', style: 'red' },
}

const LONGEST = 600

/** A verdict for a terminal: the outcome and its evidence first, then limits, changes, labels, and what was checked. */
export function verdictText({ verdict, summary, margin }: Told, paint: Paint): string {
  const { words, style } = OUTCOMES[verdict.outcome]
  const [first = '', ...others] = verdict.reasons.map((reason) => clean(reason, LONGEST))
  const parts = [
    [`${paint(style, words)} · ${paint('bold', clean(verdict.test))}`],
    [paint('bold', first), ...others.map((reason) => `- ${reason}`)],
    verdict.stress === undefined ? [] : stepsLines(verdict.stress, paint),
    limitsLines(verdict.limits, paint),
    changes(verdict, margin, paint),
    labels(summary, paint),
    verdict.comparison?.with === 'pairs' || verdict.stress !== undefined ? [] : course(summary, paint), // several runs have no course
    checks(verdict.checks, paint),
  ]
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

const right = 'right' as const
const dim = (paint: Paint) => (text: string) => paint('dim', text)

const SEEN = 12

/** Each change with its interval, drawn. */
function changes({ findings, comparison, reasons }: Verdict, margin: number, paint: Paint): readonly string[] {
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
    { text: bars[ratios.indexOf(finding)] ?? '', paint: (bar: string) => paint(OUTCOMES[finding.outcome].style, bar) },
    changeOf(finding, finding.change),
    `${changeOf(finding, finding.low).replace(/ points$/, '')} … ${changeOf(finding, finding.high)}`,
    figures(finding),
  ])
  const more = findings.length - shown.length
  return [
    ...grid(columns, rows, dim(paint)),
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

function labels(summary: Summary, paint: Paint): readonly string[] {
  const rows = labelRows(summary)
  const total = totalRow(summary)
  const all = rows.length > 1 && total !== undefined ? [total, ...rows] : rows
  if (all.length === 0) return []
  const time = (ms: number | null) => (ms === null ? '–' : milliseconds(ms))
  const columns: readonly GridColumn[] = [
    { title: 'label' },
    ...['p50', 'p95', 'p99', 'errors', 'samples'].map((title) => ({ title, align: right })),
  ]
  const cells = all
    .slice(0, SEEN)
    .map((row) => [
      clean(row.label, 60),
      ...[row.p50, row.p95, row.p99].map(time),
      row.errors === 0 ? '0' : share(row.errors / row.count),
      count(row.count),
    ])
  const more = all.length - cells.length
  return [
    ...grid(columns, cells, dim(paint)),
    ...(more > 0 ? [`and ${count(more)} more labels`] : []),
    paint('dim', 'times of successful samples; –: too few samples to say'),
  ]
}

/** p95 and rate over the run's time. */
function course(summary: Summary, paint: Paint): readonly string[] {
  const moments = timeline(summary, 60)
  if (moments.length < 3) return []
  const most = (values: readonly (number | null)[]) => Math.max(0, ...values.filter((value) => value !== null))
  const p95 = moments.map((moment) => moment.p95)
  const rates = moments.map(({ rate }) => rate)
  return [
    `${paint('dim', 'p95 ')} ${sparkline(p95)} ${paint('dim', `at most ${milliseconds(most(p95))}`)}`,
    `${paint('dim', 'rate')} ${sparkline(rates)} ${paint('dim', `at most ${figure(most(rates), '1/s')}`)}`,
  ]
}

function checks(all: readonly Check[], paint: Paint): readonly string[] {
  const tally = (state: Check['state']) => all.filter((check) => check.state === state)
  const ok = tally('ok').length
  const notes = [...tally('warn'), ...tally('unknown')] // those that are invalid are the verdict's reasons
  const styles = { invalid: 'red', warn: 'yellow', unknown: 'dim', ok: 'green' } as const
  return [
    paint('dim', `${count(ok)} of ${count(all.length)} checks of the run itself are ok`),
    ...notes.map(({ check, state, note }) => `${paint(styles[state], `${checkName(check)}:`)} ${clean(note, LONGEST)}`),
  ]
}
