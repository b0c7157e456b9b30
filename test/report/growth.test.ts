import { expect, test } from '@jest/globals'
import { renderComment } from '../../src/report/comment.ts'
import { condense } from '../../src/report/condense.ts'
import { growthOf } from '../../src/report/growth-words.ts'
import { renderHtml } from '../../src/report/html/page.ts'
import { parseSection } from '../../src/report/section.ts'
import { expectGolden } from '../support/golden.ts'
import { GROWN } from '../support/growing-reports.ts'

const SHOWN = ['leak-soon', 'slower', 'level-change', 'steady', 'hostile'] as const

test('the comments and reports on what grew are as agreed', () => {
  const comments = Object.entries(GROWN).map(([name, result]) => [`${name}.md`, renderComment([condense(result())])])
  const reports = SHOWN.map((name) => [`${name}.html`, renderHtml(GROWN[name]())])
  expectGolden('growth', Object.fromEntries([...comments, ...reports]))
})

test('a section of an endurance run is read as it was written', () => {
  for (const result of Object.values(GROWN)) {
    const section = condense(result())
    expect(parseSection(JSON.parse(JSON.stringify(section)))).toEqual(section)
  }
})

test('hostile names run nothing', () => {
  const page = renderHtml(GROWN.hostile())
  expect(page).not.toMatch(/<script|<img|<link|<iframe|href="javascript:|url\(/i)
  const comment = renderComment([condense(GROWN.hostile())]).replaceAll(/`[^`\n]*`/g, '')
  expect(comment).not.toMatch(/<img|@octocat|\]\(javascript/)
})

const row = { label: '*', metric: 'heap', kind: 'leak', outcome: 'warn', low: 0, high: 0 } as const
test.each([
  [{ of: 'metric', change: 0.22, before: 100, after: 122 }, 0.22, '+22 %'],
  [{ of: 'throughput', change: -0.14, before: 50, after: 43, unit: '1/s' }, -0.14, '−14 %'],
  [{ of: 'errors', change: 0.014, before: 0, after: 0.014, unit: 'share' }, 0.014, '+1.4 points'],
  [{ of: 'metric', change: 0.0002, before: 100, after: 100.02 }, 0.0002, '0 %'],
  [{ of: 'metric', change: 400, before: 1, after: 401 }, 400, '+400'],
  [{ of: 'metric', change: 400, before: 1, after: 401 }, 380, '+380'],
] as const)('%j: %p is told as %s', (change, value, words) => {
  expect(growthOf({ ...row, ...change }, value)).toBe(words)
})
