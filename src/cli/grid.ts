/** A table in plain characters. A cell may have a style, which takes no room. */
export interface Cell {
  readonly text: string
  readonly paint?: (text: string) => string
}

export interface GridColumn {
  readonly title: string
  readonly align?: 'right'
}

/** Lines with their columns aligned, two spaces apart; `title` paints the heads. */
export function grid(
  columns: readonly GridColumn[],
  rows: readonly (readonly (Cell | string)[])[],
  title: (text: string) => string,
): readonly string[] {
  const cells = rows.map((row) => row.map((cell): Cell => (typeof cell === 'string' ? { text: cell } : cell)))
  const widths = columns.map((column, i) =>
    Math.max(...[column.title, ...cells.map((row) => row[i]?.text ?? '')].map(width)),
  )
  const line = (row: readonly Cell[]) =>
    row
      .map(({ text, paint = same }, i) => {
        const gap = ' '.repeat((widths[i] ?? 0) - width(text))
        return columns[i]?.align === 'right' ? gap + paint(text) : paint(text) + gap
      })
      .join('  ')
      .trimEnd()
  return [line(columns.map((column) => ({ text: column.title, paint: title }))), ...cells.map(line)]
}

const same = (text: string) => text

/** Columns that a text takes; East Asian wide characters and pictures take two. */
export function width(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (WIDE.test(character) ? 2 : NONE.test(character) ? 0 : 1), 0)
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
const NONE = /\p{Mn}|\ufe0f/u
