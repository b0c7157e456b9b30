import { count, milliseconds, rate, share } from '../core/figure.ts'
import type { Stress } from '../core/verdict/stress/stress.ts'
import { stressPart } from '../report/stress-part.ts'
import { type GridColumn, grid } from './grid.ts'
import type { Paint } from './terminal.ts'

const right = 'right' as const
const WIDEST = 24

/** The steps of a stress test for a terminal, what was answered drawn beside what was asked. */
export function stepsLines(stress: Stress, paint: Paint): readonly string[] {
  const { steps } = stressPart(stress)
  const most = Math.max(...steps.map(({ offered }) => offered), 0)
  const columns: readonly GridColumn[] = [
    { title: steps.some(({ threads }) => threads !== undefined) ? 'threads' : 'asked', align: right },
    { title: 'answered', align: right },
    { title: '█ answered ░ not' },
    { title: 'p95', align: right },
    { title: 'errors', align: right },
    { title: '' },
  ]
  const rows = steps.map(({ offered, threads, achieved, p95, errors, borne }) => {
    const style = borne ? ('green' as const) : ('red' as const)
    return [
      threads === undefined ? rate(offered) : count(threads),
      rate(achieved),
      { text: bar(achieved / most, offered / most), paint: (shown: string) => paint(style, shown) },
      p95 === null ? '–' : milliseconds(p95),
      errors === 0 ? '0' : share(errors),
      { text: borne ? 'borne' : 'too much', paint: (shown: string) => paint(style, shown) },
    ]
  })
  return grid(columns, rows, (text) => paint('dim', text))
}

function bar(answered: number, asked: number): string {
  const cells = (part: number) => Math.min(WIDEST, Math.round(part * WIDEST))
  const full = Number.isFinite(answered) ? cells(answered) : 0
  return '█'.repeat(full) + '░'.repeat(Math.max(0, (Number.isFinite(asked) ? cells(asked) : 0) - full))
}
