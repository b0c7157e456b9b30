import { figure } from '../core/figure.ts'
import type { LimitResult } from '../core/verdict/verdict.ts'
import { clean } from '../report/clean.ts'
import { type GridColumn, grid } from './grid.ts'
import type { Paint } from './terminal.ts'

const right = 'right' as const

const STATES = { met: ['met', 'green'], broken: ['broken', 'red'], 'no-data': ['no data', 'yellow'] } as const

/** What was asked and what came of it, for a terminal. */
export function limitsLines(results: readonly LimitResult[], paint: Paint): readonly string[] {
  if (results.length === 0) return []
  const columns: readonly GridColumn[] = [
    { title: 'limit' },
    { title: 'measured', align: right },
    { title: 'result' },
    { title: '' },
  ]
  const rows = results.map(({ limit, actual, unit, state, note = '' }) => {
    const [text, style] = STATES[state]
    const measured = actual === null ? '–' : clean(figure(actual, unit))
    return [clean(limit, 80), measured, { text, paint: (shown: string) => paint(style, shown) }, clean(note)]
  })
  return grid(columns, rows, (text) => paint('dim', text))
}
