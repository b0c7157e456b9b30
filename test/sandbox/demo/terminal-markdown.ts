import { stripVTControlCharacters, styleText } from 'node:util'
import { type MarkedToken, marked, type Token, type Tokens } from 'marked'

export interface Terminal {
  /** Columns. */
  readonly width: number
  readonly colors: boolean
}

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

/** GitHub's Markdown as lines for a terminal: tables aligned, what is folded on GitHub folded here, too. */
export function terminalMarkdown(markdown: string, { width, colors }: Terminal): string {
  const paint: Paint = (style, text) => (colors ? styleText(style, text, { validateStream: false }) : text)
  let folded = 0
  const lines = marked.lexer(markdown, { gfm: true }).flatMap((token) => {
    const opened = token.type === 'html' ? /<details[^>]*>[\s\S]*?<summary>([\s\S]*?)<\/summary>/.exec(token.raw) : null
    if (opened) return folded++ === 0 ? [paint('dim', `▸ ${plain(opened[1] ?? '')}`), ''] : []
    if (token.type === 'html' && token.raw.includes('</details>')) folded--
    return folded > 0 ? [] : block(token as MarkedToken, width, paint)
  })
  return `${lines.join('\n').trimEnd()}\n`
}

function block(token: MarkedToken, width: number, paint: Paint): readonly string[] {
  switch (token.type) {
    case 'heading':
      return [paint('bold', inline(token.tokens, paint)), '']
    case 'paragraph':
      return [...wrap(inline(token.tokens, paint), width), '']
    case 'list':
      return [...token.items.flatMap((item) => wrap(`• ${inline(item.tokens, paint)}`, width, '  ')), '']
    case 'table':
      return [...table(token, paint), '']
    case 'code':
      return [...token.text.split('\n').map((line) => `  ${paint('cyan', line)}`), '']
    case 'html': {
      const text = plain(token.raw).trim()
      return text === '' ? [] : [...wrap(paint('dim', text), width), '']
    }
    default:
      return []
  }
}

function inline(tokens: readonly Token[] = [], paint: Paint): string {
  return tokens
    .map((token) => {
      const { type, tokens: within, text, raw } = token as Tokens.Text
      const inner = within ? inline(within, paint) : entities(text ?? '')
      if ((type as string) === 'strong') return paint('bold', inner)
      if ((type as string) === 'codespan') return paint('cyan', entities(text))
      if ((type as string) === 'link') return paint('underline', inner)
      if ((type as string) === 'html') return plain(raw)
      return inner
    })
    .join('')
}

function table({ header, rows, align }: Tokens.Table, paint: Paint): readonly string[] {
  const cells = [header, ...rows].map((row) => row.map(({ tokens }) => inline(tokens, paint)))
  const widths = header.map((_, column) => Math.max(...cells.map((row) => columns(row[column] ?? ''))))
  const lines = cells.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0, align[column] === 'right'))
      .join('   ')
      .trimEnd(),
  )
  const [head = '', ...rest] = lines
  return [paint('dim', head), ...rest]
}

function padded(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - columns(text)))
  return right ? space + text : text + space
}

/** Columns that a text takes: emoji take two. */
function columns(text: string): number {
  return [...new Intl.Segmenter().segment(stripVTControlCharacters(text))].reduce(
    (sum, { segment }) => sum + (/\p{Emoji_Presentation}|\uFE0F/u.test(segment) ? 2 : 1),
    0,
  )
}

function wrap(text: string, width: number, indent = ''): readonly string[] {
  return text.split('\n').flatMap((whole) => {
    const lines: string[] = []
    let line = ''
    for (const word of whole.split(' ')) {
      if (line !== '' && columns(line) + 1 + columns(word) > width) {
        lines.push(line)
        line = indent + word
      } else line = line === '' ? word : `${line} ${word}`
    }
    return [...lines, line]
  })
}

/** The text of HTML: no tags, no comments. */
function plain(html: string): string {
  return entities(html.replace(/<!--[\s\S]*?-->|<[^>]*>/g, ''))
}

const NAMED: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"' }

function entities(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    return NAMED[name as string] ?? whole
  })
}
