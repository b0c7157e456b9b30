import { expect, test } from '@jest/globals'
import { verdictText } from '../../src/cli/verdict-text.ts'
import { expectGolden } from '../support/golden.ts'
import { GROWN } from '../support/growing-reports.ts'

const plain = (_: string, words: string) => words

test('a terminal shows what grew', () => {
  const shown = ['leak-soon', 'level-change', 'steady', 'hostile'] as const
  const text = (name: (typeof shown)[number]) => {
    const { verdict, summary } = GROWN[name]()
    return verdictText({ verdict, summary, margin: 0.05 }, plain)
  }
  expectGolden('growth-terminal', Object.fromEntries(shown.map((name) => [`${name}.txt`, text(name)])))
})

test('what grew is no change of a comparison', () => {
  const { verdict, summary } = GROWN['leak-soon']()
  const text = verdictText({ verdict, summary, margin: 0.05 }, plain)
  expect(text).not.toContain('change of')
})
