import type { GrowthPart } from '../growth-section.ts'
import { grownState, grownSubject, growthOf, levelOf, limitOf, watchedWords } from '../growth-words.ts'
import { html, type Markup } from './markup.ts'

const TONES = { regression: 'bad', warn: 'odd', inconclusive: 'soft', invalid: 'soft', pass: 'good' } as const

/** What was watched over the time of the run. `said` is above it already. */
export function growthPart(part: GrowthPart, said: readonly string[]): Markup {
  const notes = part.notes.filter((note) => !said.some((sentence) => sentence.includes(note)))
  const words = part.state === 'judged' ? [watchedWords(part), ...notes] : notes
  return html`${part.rows.length === 0 ? '' : growthTable(part)}${words.map((sentence) => html`<p>${sentence}</p>\n`)}`
}

function growthTable({ rows }: GrowthPart): Markup {
  const limits = rows.some(({ reaches }) => reaches !== undefined)
  return html`<div class="wide"><table><thead><tr><th>Over the run</th><th class="n">Began</th><th class="n">Ended</th><th class="n">Growth</th><th class="n">Between</th>${limits ? html`<th>Its limit</th>` : ''}<th>Result</th></tr></thead><tbody>
${rows.map((row) => {
  const name = grownSubject(row, (untrusted) => html`<code>${untrusted}</code>`)
  const { words } = grownState(row)
  return html`<tr><td>${name.map((part) => html`${part}`)}</td><td class="n">${levelOf(row, row.before)}</td><td class="n">${levelOf(row, row.after)}</td><td class="n">${growthOf(row, row.change)}</td><td class="n">${growthOf(row, row.low)} to ${growthOf(row, row.high)}</td>${limits ? html`<td class="s">${limitOf(row)}</td>` : ''}<td class="s ${TONES[row.outcome]}">${words}</td></tr>
`
})}</tbody></table></div>
`
}
