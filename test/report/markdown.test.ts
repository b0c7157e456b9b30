import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { marked } from 'marked'
import { clean } from '../../src/report/clean.ts'
import { block, code, details, link, table, text } from '../../src/report/markdown.ts'

const PIECES = [
  ...[
    '|',
    '`',
    '``',
    '```',
    '\\',
    '<b>',
    '</details>',
    '<!--',
    '-->',
    '&lt;',
    '&',
    '**',
    '_',
    '~~',
    '$',
    '!',
    '[x](y)',
    '](',
  ],
  ...['@octocat', '@', '#12', '#', 'GH-3', 'https://e.example', 'www.e.example', 'me@e.example', 'javascript:', '://'],
  ...[
    '\n',
    '\r\n',
    '\t',
    '    ',
    ' ',
    '- ',
    '1. ',
    '> ',
    '---',
    '\u202e',
    '\u200b',
    '\u0000',
    '\u2028',
    '\ud800',
    '😀',
    'a',
    '7',
  ],
]
const hostile = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(''))

function rendered(markdown: string): string {
  return marked.parse(markdown, { async: false, gfm: true })
}

/** The tags of a piece of HTML, by name. */
function tags(html: string): readonly string[] {
  return [...html.matchAll(/<\/?([a-z0-9]+)[^>]*>/gi)].map(([, name]) => name ?? '')
}

test('a text in running Markdown makes no markup, link, mention or reference', () => {
  fc.assert(
    fc.property(hostile, (untrusted) => {
      const html = rendered(`- ${text(untrusted)}`)
      expect(tags(html).filter((name) => !['ul', 'li'].includes(name))).toEqual([])
      const shown = html.replaceAll('&#8203;', '\u200b')
      expect(shown).not.toMatch(/@[\p{L}\p{N}]|(?<!&)#\d|:\/\/|www\.|gh-\d/iu)
    }),
    { numRuns: 1000 },
  )
})

test('in a table every text and code stays in its cell', () => {
  fc.assert(
    fc.property(hostile, hostile, (left, right) => {
      const html = rendered(table([{ title: 'a' }, { title: 'b' }], [[text(left), code(right)]]))
      expect(html.match(/<td/g)).toHaveLength(2)
      expect(html.match(/<tr/g)).toHaveLength(2)
      const known = ['table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'em']
      expect(tags(html).filter((name) => !known.includes(name))).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('a code span shows what it was given', () => {
  fc.assert(
    fc.property(hostile, (untrusted) => {
      const content = clean(untrusted).trim()
      const html = rendered(code(untrusted)).trim()
      if (content === '') expect(html).toBe('<p><em>(empty)</em></p>')
      else expect(decoded(html)).toBe(`<p><code>${content}</code></p>`)
    }),
    { numRuns: 1000 },
  )
})

/** What a browser shows of it, our invisible gaps left out. */
function decoded(html: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }
  return html
    .replaceAll('&#8203;', '')
    .replace(/&(?:#(\d+)|(\w+));/g, (_, point?: string, name = '') =>
      point === undefined ? (named[name] ?? '') : String.fromCodePoint(Number(point)),
    )
}

test('a block holds its lines, whatever fences they have', () => {
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 5 }), (lines) => {
      const html = rendered(details('summary', `${block(lines)}\n\nafter`))
      expect(html.match(/<pre>/g)).toHaveLength(1)
      expect(html).toContain('<p>after</p>')
    }),
  )
})

test.each([
  ['https://e.example/a_(b)?c=|d', '[here](https://e.example/a%5f%28b%29?c=%7cd)'],
  ['javascript:alert(1)', 'here'],
  ['/relative', 'here'],
  [undefined, 'here'],
])('the address %p becomes %p', (address, expected) => {
  expect(link('here', address)).toBe(expected)
})

test('what is not seen is taken out, and what is too long is cut between characters', () => {
  expect(clean('a\u202eb\u200bc\u0007d\ne\ud800')).toBe('abc d e\ufffd')
  expect(clean('😀😀😀😀', 3)).toBe('😀😀…')
})

test('a figure at the start of a text stays a figure, a list is none', () => {
  expect(text('0.54 cores')).toBe('0.54 cores')
  expect(text('1. first')).toBe('1&#46; first')
  expect(text('- first')).toBe('&#45; first')
})
