import { expect, test } from '@jest/globals'
import { asksToJudge, readJudgeInputs } from '../../src/action/judge-inputs.ts'

type Given = Readonly<Record<string, string>>
const get = (given: Given) => (name: string) => given[name] ?? ''

test('a folder is all that mode judge needs: no cluster, no bucket, no token', () => {
  expect(readJudgeInputs(get({ mode: 'judge', results: ' /tmp/results ' }))).toEqual({
    config: 'perf.yaml',
    tests: 'all',
    results: '/tmp/results',
    failOn: ['regression', 'invalid'],
  })
})

test('what it takes beside is read as in mode run', () => {
  const given = { results: 'r', config: './fork.yaml', test: 'shop cart', 'github-token': 'token', 'fail-on': 'none' }
  expect(readJudgeInputs(get(given))).toEqual({
    ...{ config: 'fork.yaml', tests: ['shop', 'cart'], results: 'r', githubToken: 'token', failOn: [] },
  })
})

test('every fault is told at once', () => {
  const refused = () => readJudgeInputs(get({ config: '../x', 'fail-on': 'never' }))
  expect(refused).toThrow(/input `config`[\s\S]*input `results` is missing[\s\S]*input `fail-on`/)
})

test.each([
  ['judge', true],
  [' judge ', true],
  ['run', false],
  ['', false],
  ['Judge', false],
])('mode `%s` asks to judge: %s', (mode, asks) => {
  expect(asksToJudge(get({ mode }))).toBe(asks)
})
