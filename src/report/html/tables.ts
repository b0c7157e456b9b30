import { apart, bytes, count, figure, milliseconds, share } from '../../core/figure.ts'
import { NO_COUNTS } from '../../core/stats/sparse-histogram.ts'
import type { LabelSummary } from '../../core/summary.ts'
import { measured } from '../../core/verdict/labels.ts'
import type { Check, LimitResult } from '../../core/verdict/verdict.ts'
import { clean } from '../clean.ts'
import { labelRows, totalRow } from '../label-rows.ts'
import type { Result } from '../result.ts'
import type { PodRow } from '../section.ts'
import { checkName } from '../tables.ts'
import { smallDistribution, spanOf } from './distribution.ts'
import { html, type Markup } from './markup.ts'

const NONE = '–'

function table(head: Markup, rows: readonly Markup[]): Markup {
  return html`<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>
${rows}</tbody></table></div>
`
}

const TONES = {
  met: 'good',
  broken: 'bad',
  'no-data': 'odd',
  ok: 'good',
  warn: 'odd',
  invalid: 'bad',
  unknown: 'odd',
} as const
const WORDS = {
  met: 'met',
  broken: 'broken',
  'no-data': 'no data',
  ok: 'ok',
  warn: 'note',
  invalid: 'invalid',
  unknown: 'unknown',
} as const

/** What was asked and what came of it. */
export function limitsTable(limits: readonly LimitResult[]): Markup {
  const notes = limits.some(({ note }) => note !== undefined)
  return table(
    html`<th>Limit</th><th class="n">Measured</th><th>Result</th>${notes ? html`<th>Note</th>` : ''}`,
    limits.map(({ limit, actual, unit, state, note }) => {
      const measured = actual === null ? NONE : clean(figure(actual, unit))
      const last = notes ? html`<td>${clean(note ?? '', 600)}</td>` : ''
      return html`<tr><td><code>${clean(limit)}</code></td><td class="n">${measured}</td><td class="s ${TONES[state]}">${WORDS[state]}</td>${last}</tr>
`
    }),
  )
}

/** What could have made the run worthless. */
export function checksTable(checks: readonly Check[]): Markup {
  return table(
    html`<th>Check</th><th>Result</th><th class="n">Value</th><th class="n">Limit</th><th>Found</th>`,
    checks.map(({ check, value, limit, unit, state, note }) => {
      const [is, bound] = apart(value ?? 0, limit ?? 0, unit)
      return html`<tr><td class="s">${checkName(check)}</td><td class="s ${TONES[state]}">${WORDS[state]}</td><td class="n">${value === null ? NONE : is}</td><td class="n">${limit === null ? NONE : bound}</td><td>${clean(note, 800)}</td></tr>
`
    }),
  )
}

/** Every label with the shape of its latencies, on one axis for all. */
export function labelsTable({ summary }: Result): Markup {
  const total = totalRow(summary)
  const span = spanOf(measured(summary)?.successes ?? NO_COUNTS)
  const latency = (ms: number | null) => (ms === null ? NONE : milliseconds(ms))
  return table(
    html`<th>Label</th><th>Distribution</th><th class="n">p50</th><th class="n">p95</th><th class="n">p99</th><th class="n">Errors</th><th class="n">Samples</th>`,
    [...(total ? [{ ...total, all: true }] : []), ...labelRows(summary).map((row) => ({ ...row, all: false }))].map(
      (row) => {
        const histogram = measured(summary, row.all ? undefined : row.label)?.successes ?? NO_COUNTS
        const name = row.all ? html`<b>all</b>` : html`<code>${clean(row.label)}</code>`
        return html`<tr><td>${name}</td><td>${smallDistribution(histogram, span)}</td><td class="n">${latency(row.p50)}</td><td class="n">${latency(row.p95)}</td><td class="n">${latency(row.p99)}</td><td class="n">${row.errors === 0 ? '0' : share(row.errors / row.count)}</td><td class="n">${count(row.count)}</td></tr>
`
      },
    ),
  )
}

/** How samples failed, label by label. */
export function failuresTable(labels: readonly LabelSummary[]): Markup {
  return table(
    html`<th>Label</th><th>Code</th><th>Message</th><th class="n">Samples</th>`,
    labels.flatMap(({ label, failures }) =>
      failures.map(
        ({ code, message, count: times }) =>
          html`<tr><td><code>${clean(label)}</code></td><td>${clean(code)}</td><td>${clean(message)}</td><td class="n">${count(times)}</td></tr>
`,
      ),
    ),
  )
}

/** The load generators. */
export function podsTable(pods: readonly PodRow[]): Markup {
  const percent = (part: number | null) => (part === null ? NONE : share(part))
  return table(
    html`<th>Pod</th><th>State</th><th class="n">Samples</th><th class="n">CPU (p95)</th><th class="n">Held back</th><th class="n">Memory (peak)</th><th>Node</th>`,
    pods.map(
      ({ index, state, samples, cpu, throttled, memory, node }) =>
        html`<tr><td>${index}</td><td class="s ${state === 'done' ? '' : 'bad'}">${state}</td><td class="n">${count(samples)}</td><td class="n">${percent(cpu)}</td><td class="n">${percent(throttled)}</td><td class="n">${memory === null ? NONE : bytes(memory)}</td><td>${node ?? ''}</td></tr>
`,
    ),
  )
}
