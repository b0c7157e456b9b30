import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { conclusion, renderCheck } from '../../src/report/check.ts'
import { MARKER, renderComment } from '../../src/report/comment.ts'
import { condense } from '../../src/report/condense.ts'
import { renderJobSummary } from '../../src/report/job-summary.ts'
import { forkNotice } from '../../src/report/notice.ts'
import { MOST, parseSection } from '../../src/report/section.ts'
import { expectGolden } from '../support/golden.ts'
import { RESULTS } from '../support/reports.ts'

const section = condense(RESULTS.regression())

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a text', 'section'],
  ['another version', { ...section, schema: 'perf-action/section/v2' }],
  ['an unknown outcome', { ...section, outcome: 'great' }],
  ['a figure that is a text', { ...section, labelCount: '12' }],
  ['a text beyond all measure', { ...section, test: 'x'.repeat(MOST.text + 1) }],
  ['too many labels', { ...section, labels: Array.from({ length: MOST.labels + 1 }, () => section.labels[0]) }],
])('%s is no section', (_name, stored) => {
  expect(parseSection(stored)).toBeUndefined()
})

test('unknown keys of a section are dropped', () => {
  expect(parseSection({ ...section, markdown: '<script>' })).toEqual(section)
})

test('no object from the bucket breaks the parser, or the budget of the comment', () => {
  fc.assert(
    fc.property(fc.object(), fc.string({ unit: 'binary', maxLength: 600 }), (object, anyText) => {
      const stored = parseSection({ ...section, ...object, test: anyText, reasons: [anyText, anyText] })
      const comment = renderComment(stored ? [stored, section] : [section], 8000)
      expect(comment.startsWith(`${MARKER}\n`)).toBe(true)
      expect(comment.length).toBeLessThanOrEqual(8000)
    }),
  )
})

test('check run and job summary are as agreed', () => {
  const check = renderCheck(section)
  expectGolden('publications', {
    'check.md': `${check.title}\n\n${check.summary}\n`,
    'job-summary.md': renderJobSummary([section, forkNotice({ test: 'search', links: {} }, 'fork')]),
  })
})

test('a check and a job summary fit, in bytes', () => {
  const long = condense(RESULTS['many-labels']())
  const bytes = (markdown: string) => Buffer.byteLength(markdown)
  expect(bytes(renderCheck(long).summary)).toBeLessThanOrEqual(65_535)
  expect(bytes(renderCheck(long, 3000).summary)).toBeLessThanOrEqual(3000)
  expect(bytes(renderJobSummary([long], 3000))).toBeLessThanOrEqual(3000)
})

test('a check is green for a pass alone', () => {
  const outcomes = ['pass', 'warn', 'regression', 'inconclusive', 'invalid'] as const
  expect(outcomes.map((outcome) => conclusion({ ...section, outcome }))).toEqual([
    'success',
    'neutral',
    'failure',
    'neutral',
    'failure',
  ])
  expect(conclusion(forkNotice({ test: 'search', links: {} }, 'dependabot'))).toBe('neutral')
})
