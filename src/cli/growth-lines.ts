import { count } from '../core/figure.ts'
import type { Verdict } from '../core/verdict/verdict.ts'
import { clean } from '../report/clean.ts'
import { growthPart } from '../report/growth-part.ts'
import { grownState, grownSubject, growthOf, levelOf, limitOf, watchedWords } from '../report/growth-words.ts'
import { STYLES } from './changes-lines.ts'
import { type GridColumn, grid } from './grid.ts'
import type { Paint } from './terminal.ts'

const SEEN = 8

const right = 'right' as const

/** What grew over the time of an endurance run, as lines for a terminal. */
export function growthLines({ endurance, findings, reasons }: Verdict, paint: Paint): readonly string[] {
  if (endurance?.state !== 'judged') return []
  const part = growthPart(endurance, findings)
  const columns: readonly GridColumn[] = [
    { title: 'over the run' },
    { title: 'began', align: right },
    { title: 'ended', align: right },
    { title: 'growth', align: right },
    { title: 'interval', align: right },
    { title: '' },
    { title: '' },
  ]
  const rows = part.rows
    .slice(0, SEEN)
    .map((row) => [
      clean(grownSubject(row, (untrusted) => untrusted).join(''), 48),
      clean(levelOf(row, row.before)),
      clean(levelOf(row, row.after)),
      clean(growthOf(row, row.change)),
      clean(`${growthOf(row, row.low)} … ${growthOf(row, row.high)}`),
      { text: grownState(row).words, paint: (words: string) => paint(STYLES[row.outcome], words) },
      clean(limitOf(row)),
    ])
  const more = part.watched - rows.length
  const notes = part.notes.filter((note) => !reasons.includes(note))
  return [
    ...grid(columns, rows, (words) => paint('dim', words)),
    ...(more > 0 ? [`and ${count(more)} more`] : []),
    ...[watchedWords(part), ...notes].map((words) => paint('dim', clean(words))),
  ]
}
