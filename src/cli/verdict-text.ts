import { count, figure, milliseconds, share } from '../core/figure.ts'
import type { Summary } from '../core/summary.ts'
import type { Outcome } from '../core/verdict/outcome.ts'
import type { Check, Verdict } from '../core/verdict/verdict.ts'
import { clean } from '../report/clean.ts'
import { labelRows, totalRow } from '../report/label-rows.ts'
import { sparkline } from '../report/sparkline.ts'
import { checkName } from '../report/tables.ts'
import { timeline } from '../report/timeline.ts'
import { changesLines, STYLES } from './changes-lines.ts'
import { type GridColumn, grid } from './grid.ts'
import { growthLines } from './growth-lines.ts'
import { limitsLines } from './limits-lines.ts'
import { stepsLines } from './steps-lines.ts'
import type { Paint } from './terminal.ts'

interface Told {
  readonly verdict: Verdict
  readonly summary: Summary
  /** The change that matters in practice. */
  readonly margin: number
}

const WORDS: Readonly<Record<Outcome, string>> = {
  pass: '✔ Pass',
  warn: '! Warning',
  regression: '✘ Regression',
  inconclusive: '? Inconclusive',
  invalid: '✘ Invalid run',
}

const LONGEST = 600

/** A verdict for a terminal: the outcome and its evidence first, then limits, changes, labels, and what was checked. */
export function verdictText({ verdict, summary, margin }: Told, paint: Paint): string {
  const [first = '', ...others] = verdict.reasons.map((reason) => clean(reason, LONGEST))
  const parts = [
    [`${paint(STYLES[verdict.outcome], WORDS[verdict.outcome])} · ${paint('bold', clean(verdict.test))}`],
    [paint('bold', first), ...others.map((reason) => `- ${reason}`)],
    verdict.stress === undefined ? [] : stepsLines(verdict.stress, paint),
    limitsLines(verdict.limits, paint),
    growthLines(verdict, paint),
    changesLines(verdict, margin, paint),
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
