import { clean } from './clean.ts'

/** Breaks what GitHub makes a link of, without being seen. */
const GAP = '&#8203;'

/** Every character that means something in Markdown or HTML, as an entity: right in a table, a heading, a `<summary>`. */
const ENTITIES: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('&<>\\`*_~[]|$', (character) => [character, `&#${character.charCodeAt(0)};`]),
)

/** An untrusted text for running Markdown: no markup, mention (@), reference (#1, GH-1), link or HTML comes of it. */
export function text(untrusted: string, longest?: number): string {
  return clean(untrusted, longest)
    .trim()
    .replace(/[&<>\\`*_~[\]|$]/g, (character) => ENTITIES[character] ?? '')
    .replace(/@(?=[\p{L}\p{N}-])/gu, `@${GAP}`)
    .replace(/(^|[^&])#(?=\d)/g, `$1#${GAP}`)
    .replace(/:\/\//g, `:${GAP}//`)
    .replace(/(www)\./gi, `$1${GAP}.`)
    .replace(/(gh)-(?=\d)/gi, `$1${GAP}-`)
    .replace(/^[-+=#]/, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/^(\d+)([.)])(?=\s|$)/, (_, digits: string, end: string) => `${digits}&#${end.charCodeAt(0)};`)
}

/** An untrusted text as a code span, shown as it is; right in a table too. */
export function code(untrusted: string, longest?: number): string {
  const content = clean(untrusted, longest).trim()
  if (content === '') return '_(empty)_'
  // A pipe behind a backslash ends a table's cell in one parser and not in another.
  if (content.includes('|')) return `<code>${text(content, longest)}</code>`
  const fence = '`'.repeat(longestRun(content) + 1)
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${content}${pad}${fence}`
}

/** Untrusted lines as a block in which columns stay aligned. */
export function block(lines: readonly string[], longest = 200): string {
  const cleaned = lines.map((line) => clean(line, longest).trimEnd())
  const fence = '`'.repeat(Math.max(3, longestRun(cleaned.join('\n')) + 1))
  return [`${fence}text`, ...cleaned, fence].join('\n')
}

/** A link where the address is one of the web, else the words alone. `words` is Markdown. */
export function link(words: string, address: string | undefined): string {
  const url = address === undefined ? null : URL.parse(address)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return words
  const href = url.href.replace(/[()|`<>\\*_~[\]]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
  return `[${words}](${href})`
}

export interface Column {
  readonly title: string
  readonly align?: 'right'
}

/** A table; titles and cells are Markdown. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/\s*\n\s*/g, ' ').replaceAll('|', '&#124;')).join(' | ')} |`
  return [
    line(columns.map(({ title }) => title)),
    `|${columns.map(({ align }) => (align === 'right' ? '--:' : ':--')).join('|')}|`,
    ...rows.map(line),
  ].join('\n')
}

/** Folded until it is clicked. `summary` is HTML or comes from `text`; `body` is Markdown. */
export function details(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`
}

/** Figures do not break between number and unit. */
export function unbroken(figure: string): string {
  return figure.replaceAll(' ', '&nbsp;')
}

function longestRun(content: string): number {
  return Math.max(0, ...Array.from(content.matchAll(/`+/g), ([run]) => run.length))
}
