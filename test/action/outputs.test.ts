import { expect, test } from '@jest/globals'
import { endWith, endWithError, type Told } from '../../src/action/outputs.ts'
import { PerfError } from '../../src/core/error.ts'
import { asStep } from './as-step.ts'

const passed: Told = {
  test: 'shop',
  outcome: 'pass',
  sentence: 'every limit is met',
  run: 'r20261121093000-abcdef',
  commit: 'c0ffee',
  links: {
    results: 'https://s3/results',
    report: 'https://s3/report',
    comment: 'https://gh/comment',
    check: 'https://gh/check',
  },
  files: { summary: '/tmp/summary.json', verdict: '/tmp/verdict.json' },
}
const broken: Told = {
  test: 'cart',
  outcome: 'regression',
  sentence: 'p95 is 512 ms, over its limit',
  run: 'r2',
  links: {},
}
const failOn = ['regression', 'invalid'] as const

test('one test: its outputs as they are, a notice, the summary, exit 0', async () => {
  const step = await asStep(() => endWith({ told: [passed], summary: '## shop', failOn }))
  expect(step).toEqual({
    exit: 0,
    lines: ['::notice::shop: pass: every limit is met'],
    outputs: {
      verdict: 'pass',
      'run-id': 'r20261121093000-abcdef',
      commit: 'c0ffee',
      'results-url': 'https://s3/results',
      'report-url': 'https://s3/report',
      'comment-url': 'https://gh/comment',
      'check-url': 'https://gh/check',
      'summary-path': '/tmp/summary.json',
      'verdict-path': '/tmp/verdict.json',
    },
    state: {},
    summary: '## shop\n',
  })
})

test('several tests: the worst verdict, the other outputs a line each, red by fail-on', async () => {
  const step = await asStep(() => endWith({ told: [passed, broken], summary: '', failOn }))
  expect(step.exit).toBe(1)
  expect(step.outputs).toMatchObject({
    verdict: 'regression',
    'run-id': 'r20261121093000-abcdef\nr2',
    commit: 'c0ffee\n',
  })
  expect(step.lines).toEqual([
    '::notice::shop: pass: every limit is met',
    '::error::cart: regression: p95 is 512 ms, over its limit',
  ])
})

test.each([
  ['regression', ['regression'], 1, 'error'],
  ['regression', [], 0, 'warning'],
  ['invalid', failOn, 1, 'error'],
  ['inconclusive', failOn, 0, 'warning'],
  ['inconclusive', ['inconclusive'], 1, 'error'],
  ['warn', failOn, 0, 'warning'],
  ['pass', failOn, 0, 'notice'],
] as const)('%s with fail-on %p exits %d', async (outcome, asked, exit, command) => {
  const step = await asStep(() => endWith({ told: [{ ...broken, outcome }], summary: '', failOn: asked }))
  expect(step.exit).toBe(exit)
  expect(step.lines).toEqual([`::${command}::cart: ${outcome}: p95 is 512 ms, over its limit`])
  expect(step.outputs['verdict']).toBe(outcome)
})

test('no test at all is inconclusive, never a pass', async () => {
  expect((await asStep(() => endWith({ told: [], summary: '', failOn }))).outputs['verdict']).toBe('inconclusive')
})

test('an error is told by its code, with what to do next', async () => {
  const error = new PerfError('FORBIDDEN', 'may not create jobs', { hint: 'apply infra/rbac.yaml' })
  const step = await asStep(() => endWithError(error, { told: [], summary: '## failed', failOn }))
  expect(step).toMatchObject({
    exit: 1,
    lines: ['::error::FORBIDDEN: may not create jobs', 'What to do: apply infra/rbac.yaml'],
    summary: '## failed\n',
  })
})

test('an error after a test that had ended keeps its outputs, and makes the verdict invalid', async () => {
  const told = [{ test: 'cart', outcome: 'pass' as const, sentence: 'all is well', run: 'r1', links: {} }]
  const step = await asStep(() => endWithError(new Error('no'), { told, summary: '', failOn }))
  expect(step.outputs).toMatchObject({ verdict: 'invalid', 'run-id': 'r1' })
  expect(step.lines).toContain('::notice::cart: pass: all is well')
  expect(step.exit).toBe(1)
})

test('every fault of a file is an annotation at its line', async () => {
  const faults = [
    { code: 'CONFIG', file: 'perf.yaml', line: 3, column: 5, wrong: 'no', right: '`yes`' },
    { code: 'PLAN', file: 'plan.jmx', line: 9, wrong: 'ignores threads' },
  ] as const
  const step = await asStep(() => endWithError(new PerfError('CONFIG', '2 faults\nfirst\nsecond', { faults })))
  expect(step.lines).toEqual([
    '::error file=perf.yaml,line=3,col=5::no. Right: `yes`',
    '::error file=plan.jmx,line=9::ignores threads',
    '::error::CONFIG: 2 faults%0Afirst%0Asecond',
  ])
})

test('at most ten errors, for GitHub drops the rest', async () => {
  const faults = Array.from(
    { length: 30 },
    (_, line) => ({ code: 'CONFIG', file: 'perf.yaml', line, wrong: 'no' }) as const,
  )
  const step = await asStep(() => endWithError(new PerfError('CONFIG', '30 faults', { faults })))
  expect(step.lines.filter((line) => line.startsWith('::error'))).toHaveLength(10)
})

test('what is not ours is a defect, told with its stack', async () => {
  const step = await asStep(() => endWithError(new TypeError('x is undefined')))
  expect(step.lines[0]).toBe('::error::INTERNAL: x is undefined')
  expect(step.lines.slice(1).join('\n')).toMatch(
    /^What to do: this is a defect of perf-action.*\nTypeError: x is undefined\n +at /,
  )
})

test('nothing that others write becomes a command or an output of its own', async () => {
  const hostile = 'x\n::set-env name=PATH::y\nverdict=pass\nghadelimiter'
  const told = { ...broken, sentence: hostile, links: { results: hostile } }
  const step = await asStep(() => endWith({ told: [told], summary: hostile, failOn }))
  expect(step.lines).toHaveLength(1)
  expect(step.outputs).toMatchObject({ verdict: 'regression', 'results-url': hostile })
  const error = await asStep(() => endWithError(new PerfError('JOB', hostile, { hint: hostile })))
  expect(error.lines.filter((line) => line.trim().startsWith('::'))).toEqual([
    expect.stringMatching(/^::error::JOB: x%0A/),
  ])
})
