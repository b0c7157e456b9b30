import { count } from '../core/figure.ts'
import { amountOf, comparedWords, improved, powerWords, signed, stateOf, subjectOf } from './change-words.ts'
import { code, details, table, text, unbroken } from './markdown.ts'
import type { ChangeRow, ComparisonPart } from './section.ts'

const NONE = '–'

interface Room {
  /** Rows that are seen at once, and rows that are folded. */
  readonly seen: number
  readonly folded: number
}

/** How the run stands beside earlier ones; `said` are the sentences that a reader has seen above. */
export function comparisonText(part: ComparisonPart, said: readonly string[], { seen, folded }: Room): string {
  const notes = part.notes.filter((note) => !said.some((sentence) => sentence.includes(note)))
  if (part.state === 'not-judged') return ''
  if (part.state !== 'compared') return notes.length === 0 ? '' : `> ${notes.map((note) => text(note, 600)).join(' ')}`
  const shown = seenFirst(part.changes, seen)
  const rest = part.changes.filter((row) => !shown.includes(row)).slice(0, folded)
  const footnote = [
    comparedWords(part, code),
    ...notes.map((note) => text(note, 600)),
    ...powerWords(part, [...said, ...notes]),
  ]
  return [
    seen > 0 && shown.length > 0 ? changesTable(shown, part) : '',
    `<sub>${footnote.join(' ')}</sub>`,
    rest.length > 0 ? details(`${count(rest.length)} more compared`, changesTable(rest, part)) : '',
  ]
    .filter((piece) => piece !== '')
    .join('\n\n')
}

/** One row of each label that moved, then the p95 that all labels share; where nothing moved, the most uncertain ones. */
function seenFirst(changes: readonly ChangeRow[], most: number): readonly ChangeRow[] {
  const worse = changes.filter(({ outcome }) => outcome === 'regression' || outcome === 'warn')
  const open = changes.filter(({ outcome }) => outcome === 'inconclusive')
  const moved = onePerLabel([...worse, ...changes.filter(improved)])
  const chosen = moved.length > 0 ? moved.slice(0, most) : onePerLabel(open).slice(0, Math.min(most, 2))
  const common = changes.filter(({ label, metric }) => label === '*' && metric === 'p95')
  return [...new Set([...chosen, ...common])]
}

/** The metric of a label that is told, where several moved. */
const TOLD = ['p95', 'p50', 'p99']

function onePerLabel(rows: readonly ChangeRow[]): readonly ChangeRow[] {
  const rank = ({ outcome, metric }: ChangeRow) =>
    (outcome === 'regression' ? 0 : TOLD.length) + (TOLD.includes(metric) ? TOLD.indexOf(metric) : TOLD.length)
  const groups = Map.groupBy(rows, ({ label, metric }) => (TOLD.includes(metric) ? label : `${metric} ${label}`))
  return [...groups.values()].map((group) => group.reduce((best, row) => (rank(row) < rank(best) ? row : best)))
}

function changesTable(changes: readonly ChangeRow[], { pairs }: ComparisonPart): string {
  const right = 'right' as const
  const amount = (row: ChangeRow, of: number | undefined) =>
    of === undefined ? NONE : unbroken(text(amountOf(row, of)))
  return table(
    [
      { title: 'Compared' },
      { title: pairs ? 'Base' : 'Before', align: right },
      { title: pairs ? 'Head' : 'Now', align: right },
      { title: 'Change', align: right },
      { title: 'Between', align: right },
      { title: 'Result' },
    ],
    changes.map((row) => {
      const { metric, change, low, high, before, after } = row
      const { icon, words } = stateOf(row)
      const moved = row.outcome === 'regression' || row.outcome === 'warn'
      const size = unbroken(signed(change, metric))
      return [
        subjectOf(row, (untrusted) => code(untrusted, 120)).join(''),
        amount(row, before),
        amount(row, after),
        moved ? `**${size}**` : size,
        unbroken(`${signed(low, metric)} to ${signed(high, metric)}`),
        unbroken(`${icon} ${words}`),
      ]
    }),
  )
}
