import { count, milliseconds, rate, share } from '../core/figure.ts'
import type { LabelSummary, Summary } from '../core/summary.ts'
import { clean } from '../report/clean.ts'
import { type Cell, type GridColumn, grid } from './grid.ts'
import type { Paint } from './terminal.ts'

/** A summary as a table of its labels, with why samples failed. */
export function summaryPage(summary: Summary, transactions: boolean, paint: Paint): string {
  const { total, labels, rows } = summary
  const several = labels.length > 1
  const parts = [
    labels.length > 0 ? table([...labels, ...(several ? [{ ...total, label: 'all' }] : [])], paint, several) : [],
    transactions && summary.transactions.length > 0
      ? [paint('bold', 'Transactions'), ...table(summary.transactions, paint, false)]
      : [],
    failures(labels, paint),
    [paint('dim', footer(summary, rows.skipped, transactions))],
  ]
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

const right = 'right' as const
const COLUMNS: readonly GridColumn[] = [
  { title: 'label' },
  ...['count', 'errors', 'p50', 'p90', 'p95', 'p99', 'max', 'per second'].map((title) => ({ title, align: right })),
]

function table(labels: readonly LabelSummary[], paint: Paint, lastIsTotal: boolean): readonly string[] {
  const rows = labels.map((label, i) => rowOf(label, paint, lastIsTotal && i === labels.length - 1))
  return grid(COLUMNS, rows, (text) => paint('dim', text))
}

function rowOf(label: LabelSummary, paint: Paint, total: boolean): readonly (Cell | string)[] {
  const bold = (text: string): Cell => (total ? { text, paint: (shown) => paint('bold', shown) } : { text })
  const seconds = (label.last - label.first) / 1000
  const { p50, p90, p95, p99, max } = label
  return [
    bold(clean(label.label, 60)),
    count(label.count),
    label.errors === 0 ? '0' : { text: share(label.errors / label.count), paint: (shown) => paint('red', shown) },
    ...[p50, p90, p95, p99, max].map((ms) => milliseconds(ms)),
    seconds > 0 ? rate(label.count / seconds) : '–',
  ]
}

const MOST_FAILURES = 5

/** Kinds of failures, the most frequent first; what is beyond is counted together. */
function failures(labels: readonly LabelSummary[], paint: Paint): readonly string[] {
  const kinds = Map.groupBy(
    labels.flatMap((label) => label.failures.map((failure) => ({ ...failure, label: label.label }))),
    ({ code, message }) => `${code} ${message}`.trim(),
  )
  const sorted = [...kinds]
    .map(([kind, of]) => ({
      kind,
      count: of.reduce((sum, one) => sum + one.count, 0),
      labels: of.map((one) => one.label),
    }))
    .sort((a, b) => b.count - a.count)
  if (sorted.length === 0) return []
  const rows = sorted.slice(0, MOST_FAILURES).map((one) => [count(one.count), clean(one.kind, 80), named(one.labels)])
  const rest = sorted.slice(MOST_FAILURES)
  const more = rest.reduce((sum, one) => sum + one.count, 0)
  if (more > 0) rows.push([count(more), counted(rest.length, 'other kind'), ''])
  return grid([{ title: 'failures', align: right }, { title: 'why' }, { title: 'labels' }], rows, (text) =>
    paint('dim', text),
  )
}

function named(labels: readonly string[]): string {
  const names = labels.slice(0, 2).map((label) => clean(label, 40))
  return [...names, ...(labels.length > 2 ? [`${labels.length - 2} more`] : [])].join(', ')
}

function footer({ labels, transactions }: Summary, skipped: number, shown: boolean): string {
  const told = labels.length > 0 ? labels : transactions
  const [first, last] = [Math.min(...told.map((label) => label.first)), Math.max(...told.map((label) => label.last))]
  const parts = [
    `${new Date(first).toISOString().slice(0, 19).replace('T', ' ')} UTC, ${milliseconds(last - first)}`,
    'times of all samples',
    ...(skipped > 0 ? [`${counted(skipped, 'row')} skipped`] : []),
    ...(transactions.length > 0 && !shown ? [`${counted(transactions.length, 'transaction')}: --transactions`] : []),
  ]
  return parts.join(' · ')
}

function counted(many: number, what: string): string {
  return `${count(many)} ${what}${many === 1 ? '' : 's'}`
}
