import { expect, test } from '@jest/globals'
import { MARKER, renderComment } from '../../src/report/comment.ts'
import { condense } from '../../src/report/condense.ts'
import { cancelledNotice, errorNotice, forkNotice } from '../../src/report/notice.ts'
import { parseSection, type Section } from '../../src/report/section.ts'
import { expectGolden } from '../support/golden.ts'
import { RESULTS } from '../support/reports.ts'

const about = { test: 'checkout', links: { workflow: 'https://github.com/acme/shop/actions/runs/1234567890' } }

const COMMENTS: Readonly<Record<string, () => readonly Section[]>> = {
  ...Object.fromEntries(Object.entries(RESULTS).map(([name, result]) => [name, () => [condense(result())]])),
  'two-tests': () => [
    condense(RESULTS.pass()),
    { ...condense(RESULTS.regression()), test: 'search' },
    errorNotice(
      { ...about, test: 'soak' },
      {
        code: 'JOB',
        message: 'pod 0 was not scheduled within 10 min',
        hint: 'its last event: 0/3 nodes are available',
      },
    ),
  ],
  error: () => [
    errorNotice(about, {
      code: 'FORBIDDEN',
      message: 'the role may not get jobs in namespace perf',
      hint: 'apply infra/rbac.yaml and bind its Role to the group that the role maps to',
    }),
  ],
  fork: () => [forkNotice(about, 'fork')],
  cancelled: () => [cancelledNotice(about)],
}

const render = (name: string) => renderComment(COMMENTS[name]?.() ?? [])

test('the comments are as agreed', () => {
  expectGolden('comments', Object.fromEntries(Object.keys(COMMENTS).map((name) => [`${name}.md`, render(name)])))
})

test.each(Object.keys(COMMENTS))('the comment of %s begins with the marker and fits', (name) => {
  expect(render(name).startsWith(`${MARKER}\n`)).toBe(true)
  expect(render(name).length).toBeLessThanOrEqual(65_536)
})

test('the order of the sections does not matter', () => {
  const sections = COMMENTS['two-tests']?.() ?? []
  expect(renderComment([...sections].reverse())).toBe(renderComment(sections))
})

test.each([60_000, 20_000, 5000, 1500, 400, 200])(
  'two hundred labels fit into %p characters, verdict first',
  (budget) => {
    const comment = renderComment([condense(RESULTS['many-labels']())], budget)
    expect(comment.length).toBeLessThanOrEqual(budget)
    expect(comment).toMatch(/pass/i)
  },
)

test('a hundred tests fit, the worst among those that are shown', () => {
  const pass = condense(RESULTS.pass())
  const sections = Array.from({ length: 100 }, (_, i) => ({ ...pass, test: `test-${String(i).padStart(3, '0')}` }))
  const comment = renderComment([...sections, condense(RESULTS.regression())])
  expect(comment.length).toBeLessThanOrEqual(65_536)
  expect(comment).toContain('❌ Regression · `checkout`')
})

test('a section survives the bucket', () => {
  for (const sections of Object.values(COMMENTS))
    for (const section of sections()) expect(parseSection(JSON.parse(JSON.stringify(section)))).toEqual(section)
})
