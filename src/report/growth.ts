import { count } from '../core/figure.ts'
import type { GrowthPart, GrowthRow } from './growth-section.ts'
import { grownState, grownSubject, growthOf, levelOf, limitOf, watchedWords } from './growth-words.ts'
import { code, details, table, text, unbroken } from './markdown.ts'

/** Rows that are seen where nothing grew. */
const CALM = 3

interface Room {
  /** Rows that are seen at once, and rows that are folded. */
  readonly seen: number
  readonly folded: number
}

/** What grew over the time of the run; `said` are the sentences that a reader has seen above. */
export function growthText(part: GrowthPart, said: readonly string[], { seen, folded }: Room): string {
  if (part.state !== 'judged') return ''
  const found = part.rows.filter(({ outcome, kind }) => outcome !== 'pass' || kind !== 'steady')
  const shown = part.rows.slice(0, Math.min(seen, Math.max(found.length, CALM)))
  const rest = part.rows.slice(shown.length, shown.length + folded)
  const notes = part.notes.filter((note) => !said.some((sentence) => sentence.includes(note)))
  return [
    growthTable(shown),
    `<sub>${[watchedWords(part), ...notes].map((note) => text(note, 600)).join(' ')}</sub>`,
    rest.length > 0 ? details(`${count(rest.length)} more watched`, growthTable(rest)) : '',
  ]
    .filter((piece) => piece !== '')
    .join('\n\n')
}

function growthTable(rows: readonly GrowthRow[]): string {
  const right = 'right' as const
  const limits = rows.some(({ reaches }) => reaches !== undefined)
  return table(
    [
      { title: 'Over the run' },
      { title: 'Began', align: right },
      { title: 'Ended', align: right },
      { title: 'Growth', align: right },
      { title: 'Between', align: right },
      ...(limits ? [{ title: 'Its limit' }] : []),
      { title: 'Result' },
    ],
    rows.map((row) => {
      const { icon, words } = grownState(row)
      const size = unbroken(text(growthOf(row, row.change)))
      return [
        grownSubject(row, (untrusted) => code(untrusted, 120)).join(''),
        unbroken(text(levelOf(row, row.before))),
        unbroken(text(levelOf(row, row.after))),
        row.outcome === 'pass' ? size : `**${size}**`,
        unbroken(text(`${growthOf(row, row.low)} to ${growthOf(row, row.high)}`)),
        ...(limits ? [unbroken(text(limitOf(row)))] : []),
        unbroken(`${icon} ${words}`),
      ]
    }),
  )
}
