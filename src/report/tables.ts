import { bytes, count, figure, milliseconds, share } from '../core/figure.ts'
import { code, table, text, unbroken } from './markdown.ts'
import type { LabelRow, MetricRow, PodRow, ResultSection } from './section.ts'
import { sparkline } from './sparkline.ts'

const right = 'right' as const
const NONE = '–'

const LIMIT_STATES = { met: '✅ met', broken: '❌ broken', 'no-data': '⚪ no data' } as const

/** What was asked and what came of it, what is broken first. */
export function limitsTable(limits: ResultSection['limits']): string {
  const sorted = byState(limits, ['broken', 'no-data', 'met'])
  const notes = limits.some(({ note }) => note !== undefined)
  return table(
    [
      { title: 'Limit' },
      { title: 'Measured', align: right },
      { title: 'Result' },
      ...(notes ? [{ title: 'Note' }] : []),
    ],
    sorted.map(({ limit, actual, unit, state, note }) => [
      code(limit),
      actual === null ? NONE : value(actual, unit),
      unbroken(LIMIT_STATES[state]),
      ...(notes ? [text(note ?? '')] : []),
    ]),
  )
}

/** One row a label; the caller says in a footnote what the columns are. */
export function labelsTable(labels: readonly LabelRow[]): string {
  const percentile = (latency: number | null) => (latency === null ? NONE : unbroken(milliseconds(latency)))
  return table(
    [
      { title: 'Label' },
      { title: 'p50', align: right },
      { title: 'p95', align: right },
      { title: 'p99', align: right },
      { title: 'Errors', align: right },
      { title: 'Samples', align: right },
    ],
    labels.map((row, index) => [
      index === 0 && row.label === 'all' ? '**all**' : code(row.label, 120),
      percentile(row.p50),
      percentile(row.p95),
      percentile(row.p99),
      row.errors === 0 ? '0' : unbroken(share(row.errors / row.count)),
      count(row.count),
    ]),
  )
}

const CHECK_STATES = { ok: '✅ ok', warn: '⚠️ note', invalid: '⛔ invalid', unknown: '⚪ unknown' } as const

/** What each validity check is called. */
const CHECK_NAMES: Readonly<Record<string, string>> = {
  job: 'Job',
  'pods-reported': 'Pods reported',
  'pods-ended': 'Generators finished',
  samples: 'Samples',
  rows: 'Result rows',
  revision: 'Revision',
  symmetry: 'Loaded alike',
  control: 'Steady base',
  errors: 'Errors',
  'start-skew': 'Common start',
  'load-duration': 'Load duration',
  'offered-load': 'Load made',
  'generator-cpu': 'Generator CPU',
  'generator-throttling': 'Generator held back',
  'generator-gc': 'Garbage collection',
  'start-lag': 'Requests on time',
  'warm-up': 'Warm-up',
}

/** A check's name for people. */
export function checkName(check: string): string {
  return CHECK_NAMES[check] ?? check
}

/** What could have made the run worthless, those that did first. */
export function checksTable(checks: ResultSection['checks']): string {
  return table(
    [{ title: 'Check' }, { title: 'Result' }, { title: 'Found' }],
    byState(checks, ['invalid', 'warn', 'unknown', 'ok']).map(({ check, state, note }) => [
      text(checkName(check)),
      unbroken(CHECK_STATES[state]),
      text(note, 600),
    ]),
  )
}

const METRIC_STATES = { ok: '', partial: 'with gaps', 'no-data': 'no data', failed: 'failed' } as const

/** The PromQL metrics over the run's time. */
export function metricsTable(metrics: readonly MetricRow[]): string {
  return table(
    [{ title: 'Metric' }, { title: 'Mean', align: right }, { title: 'Max', align: right }, { title: 'Over the run' }],
    metrics.map(({ id, side, state, why, unit, avg, max, trend }) => [
      side === undefined ? code(id) : `${code(id)} ${side}`,
      avg === null ? NONE : value(avg, unit),
      max === null ? NONE : value(max, unit),
      [trend.length === 0 ? '' : code(sparkline(trend)), METRIC_STATES[state], text(why ?? '')]
        .filter((part) => part !== '')
        .join(' '),
    ]),
  )
}

/** The load generators. */
export function podsTable(pods: readonly PodRow[]): string {
  const percent = (part: number | null) => (part === null ? NONE : unbroken(share(part)))
  return table(
    [
      { title: 'Pod', align: right },
      { title: 'State' },
      { title: 'Samples', align: right },
      { title: 'CPU (p95)', align: right },
      { title: 'Held back', align: right },
      { title: 'Memory (peak)', align: right },
      { title: 'Node' },
    ],
    pods.map(({ index, state, samples, cpu, throttled, memory, node }) => [
      String(index),
      state,
      count(samples),
      percent(cpu),
      percent(throttled),
      memory === null ? NONE : unbroken(bytes(memory)),
      node === undefined ? '' : code(node),
    ]),
  )
}

/** A figure in a unit that may be the user's, so it is escaped. */
function value(amount: number, unit: string | undefined): string {
  return unbroken(text(figure(amount, unit)))
}

function byState<T extends { readonly state: string }>(rows: readonly T[], order: readonly T['state'][]): readonly T[] {
  return [...rows].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
}
