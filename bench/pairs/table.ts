import type { CaseName, GeneratorName } from './case.ts'

/** One run, and what it came to. */
export interface Repeat {
  readonly generator: GeneratorName
  readonly case: CaseName
  readonly right: boolean
  /** `none`: there was no verdict. */
  readonly outcome: string
  /** That it took. */
  readonly pairs: number
  readonly seconds: number
}

/** Of so many repeats at least this share must be right. */
const GOAL = 0.9

/** The repeats of each generator and case, in the order of their first. */
function cells(repeats: readonly Repeat[]): readonly (readonly Repeat[])[] {
  return [...Map.groupBy(repeats, ({ generator, case: of }) => `${generator} ${of}`).values()]
}

/** Whether every generator and case was right often enough. */
export function goalIsHeld(repeats: readonly Repeat[]): boolean {
  return cells(repeats).every((cell) => count(cell, ({ right }) => right) >= GOAL * cell.length)
}

/** One line each generator and case. */
export function table(repeats: readonly Repeat[]): string {
  const head = ['generator', 'case', 'repeats', 'right', 'outcomes', 'pairs', 'seconds']
  return aligned([head, ...cells(repeats).map(row)])
}

function row(cell: readonly Repeat[]): readonly string[] {
  const [first] = cell
  const outcomes = [...Map.groupBy(cell, ({ outcome }) => outcome)].map(([name, { length }]) => `${length} ${name}`)
  const right = count(cell, (one) => one.right)
  return [
    first?.generator ?? '',
    first?.case ?? '',
    String(cell.length),
    String(right),
    outcomes.join(', '),
    mean(cell.map(({ pairs }) => pairs)).toFixed(1),
    mean(cell.map(({ seconds }) => seconds)).toFixed(0),
  ]
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return rows.map((cells) => line(cells).trimEnd()).join('\n')
}

function count<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.filter(holds).length
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
