import { amountOf, comparedWords, powerWords, signed, stateOf, subjectOf } from '../change-words.ts'
import type { ChangeRow, ComparisonPart } from '../section.ts'
import { html, type Markup } from './markup.ts'

const WIDTH = 220
const HEIGHT = 24
const EDGE = 6
const NONE = '–'

/** How the run stands beside earlier ones: every change with its interval, all on one axis. `said` is above it already. */
export function comparisonPart(part: ComparisonPart, said: readonly string[]): Markup {
  const notes = part.notes.filter((note) => !said.some((sentence) => sentence.includes(note)))
  if (part.state !== 'compared') return paragraphs(notes.length === 0 ? part.notes : notes)
  const words = [comparedWords(part, (quoted) => quoted), ...powerWords(part, part.notes)]
  return html`${part.changes.length === 0 ? '' : changesTable(part)}${paragraphs([words.join(' '), ...notes])}`
}

function paragraphs(sentences: readonly string[]): Markup {
  return html`${sentences.map((sentence) => html`<p>${sentence}</p>\n`)}`
}

function changesTable({ changes, pairs }: ComparisonPart): Markup {
  const amount = (row: ChangeRow, of: number | undefined) => (of === undefined ? NONE : amountOf(row, of))
  const axis = axisOf(changes)
  return html`<div class="wide"><table><thead><tr><th>Compared</th><th class="n">${pairs ? 'Base' : 'Before'}</th><th class="n">${pairs ? 'Head' : 'Now'}</th><th class="n">Change</th><th>Less | more</th><th class="n">Between</th><th>Result</th></tr></thead><tbody>
${changes.map((row) => {
  const { metric, change, low, high, before, after } = row
  const { words } = stateOf(row)
  const name = subjectOf(row, (untrusted) => html`<code>${untrusted}</code>`)
  return html`<tr><td>${name.map((words) => html`${words}`)}</td><td class="n">${amount(row, before)}</td><td class="n">${amount(row, after)}</td><td class="n">${signed(change, metric)}</td><td>${metric === 'error-rate' ? '' : interval(row, axis)}</td><td class="n">${signed(low, metric)} to ${signed(high, metric)}</td><td class="s ${TONES[row.outcome]}">${words}</td></tr>
`
})}</tbody></table></div>
`
}

const TONES = { regression: 'bad', warn: 'odd', inconclusive: 'soft', invalid: 'soft', pass: 'good' } as const

interface Axis {
  readonly low: number
  readonly high: number
}

/** From the lowest to the highest bound and zero; what is far out is cut, so that the rest can be told apart. */
function axisOf(changes: readonly ChangeRow[]): Axis {
  const ratios = changes.filter(({ metric }) => metric !== 'error-rate') // points are no percentage
  const low = Math.min(-0.05, ...ratios.map((row) => row.low))
  const high = Math.max(0.05, ...ratios.map((row) => row.high))
  return { low: Math.max(low, -0.6), high: Math.min(high, 1.5) }
}

/** The change as a dot on its interval, beside the line of no change. */
function interval({ change, low, high, outcome }: ChangeRow, axis: Axis): Markup {
  const x = (value: number) => {
    const within = Math.min(axis.high, Math.max(axis.low, value))
    return EDGE + ((within - axis.low) / (axis.high - axis.low)) * (WIDTH - 2 * EDGE)
  }
  const middle = HEIGHT / 2
  return html`<svg class="interval ${TONES[outcome]}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="interval"><line class="mark" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${HEIGHT}"/><line class="span" x1="${x(low)}" x2="${x(high)}" y1="${middle}" y2="${middle}"/><circle cx="${x(change)}" cy="${middle}" r="4.5"/></svg>`
}
