import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { expectGolden } from '../../support/golden.ts'
import { terminalMarkdown } from './terminal-markdown.ts'

const golden = (name: string) => readFileSync(new URL(`../../golden/comments/${name}.md`, import.meta.url), 'utf8')

test('comments read on a terminal as agreed', () => {
  const read = (name: string) => [`${name}.txt`, terminalMarkdown(golden(name), { width: 100, colors: false })] as const
  expectGolden('terminal', Object.fromEntries(['hostile', 'regression', 'two-tests'].map(read)))
})

test('colours are there where they are asked for, and change no width', () => {
  const table = '| a | b |\n|:--|--:|\n| `x` | 1 |\n| yy | 22 |\n'
  const [colored, without] = [true, false].map((colors) => terminalMarkdown(table, { width: 80, colors }))
  expect(colored).toContain('\u001b[36mx\u001b[39m ')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are such characters
  expect(colored?.replace(/\u001b\[\d+m/g, '')).toBe(without)
})
