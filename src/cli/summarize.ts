import { PerfError } from '../core/error.ts'
import { count, milliseconds, rate, share } from '../core/figure.ts'
import { mergeSummaries } from '../core/jtl/merge.ts'
import type { LabelSummary, Summary } from '../core/summary.ts'
import { checkFiles, fileEvidence } from '../core/verdict/files.ts'
import { clean } from '../report/clean.ts'
import type { Act } from './command.ts'
import { FAULT } from './exit.ts'
import { refuse } from './given.ts'
import { type Cell, type GridColumn, grid } from './grid.ts'
import { readResults } from './results.ts'
import type { Paint, Terminal } from './terminal.ts'

/** Summarizes files, all together; the exit is 2 where so much is unreadable that the figures mean nothing. */
export const summarize: Act = async (given, terminal) => {
  const files = given.operands
  if (files.length === 0) refuse(['summarize needs a file; - is the standard input'], 'summarize')
  const json = given.flag('json')
  const parts: Summary[] = []
  for (const file of files) {
    const part = await readResults(file, { slices: json })
    warn(file, part, terminal)
    parts.push(part)
  }
  const summary = mergeSummaries(parts)
  if (summary.total.count === 0)
    throw new PerfError('INPUT', 'there is no sample in it', { hint: 'did the load run, and is this its result file?' })
  terminal.out(json ? `${JSON.stringify(summary)}\n` : page(summary, given.flag('transactions'), terminal))
  const rows = checkFiles(fileEvidence(summary, { name: '', limits: [] }, '')).find(({ check }) => check === 'rows')
  if (rows?.state !== 'invalid') return 0
  terminal.err(`${terminal.paint.err('red', 'not to be trusted')}: ${rows.note}\n`)
  return FAULT
}

function warn(file: string, { warnings }: Summary, { err, paint }: Terminal): void {
  for (const { message, line } of warnings)
    err(`${paint.err('yellow', 'warning')}: ${clean(file)}${line === undefined ? '' : `:${line}`}: ${clean(message)}\n`)
}

function page(summary: Summary, transactions: boolean, { paint }: Terminal): string {
  const { total, labels, rows } = summary
  const several = labels.length > 1
  const parts = [
    table([...labels, ...(several ? [{ ...total, label: 'all' }] : [])], paint.out, several),
    transactions && summary.transactions.length > 0
      ? [paint.out('bold', 'Transactions'), ...table(summary.transactions, paint.out, false)]
      : [],
    failures(labels, paint.out),
    [paint.out('dim', footer(summary, rows.skipped, transactions))],
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

function footer({ total, transactions }: Summary, skipped: number, shown: boolean): string {
  const parts = [
    `${new Date(total.first).toISOString().slice(0, 19).replace('T', ' ')} UTC, ${milliseconds(total.last - total.first)}`,
    'times of all samples',
    ...(skipped > 0 ? [`${counted(skipped, 'row')} skipped`] : []),
    ...(transactions.length > 0 && !shown ? [`${counted(transactions.length, 'transaction')}: --transactions`] : []),
  ]
  return parts.join(' · ')
}

function counted(many: number, what: string): string {
  return `${count(many)} ${what}${many === 1 ? '' : 's'}`
}
