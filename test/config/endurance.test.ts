import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { loadTests } from '../../src/config/load.ts'
import { PerfError } from '../../src/core/error.ts'
import { LONGEST_LOAD_MS } from '../../src/core/one-job.ts'

const HOUR = 3_600_000
const noTarget = 'generator: http, requests: [{path: /}], threads: 5'
const http = `${noTarget}, target: 'http://shop'`

const load = (fields: string, rest: { readonly longestLoadMs?: number } = {}) =>
  loadTests({
    text: `version: 1\ntests:\n  soak: {${http}, ${fields}}\n`,
    file: 'perf.yaml',
    names: 'all',
    readFile: async () => undefined,
    ...rest,
  })

const refusal = async (...args: Parameters<typeof load>) => {
  const thrown = await load(...args).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof PerfError)) throw new Error('it was not refused')
  return { code: thrown.code, wrong: `${thrown.message} ${thrown.hint ?? ''}` }
}

test('an endurance test lasts a day with a ramp of ten minutes, and says nothing of its horizon', async () => {
  const [soak] = await load('profile: endurance')
  expect(soak).toMatchObject({ profile: 'endurance', durationMs: 24 * HOUR, rampMs: 600_000 })
  expect(soak).not.toHaveProperty('horizonMs')
})

test('what is watched of a metric, and how far is looked ahead, is as it is written', async () => {
  const [soak] = await load(
    'profile: endurance, duration: 2h, horizon: 7d, metrics: {heap: {query: up, growth: middle}, cpu: {query: up}}',
  )
  expect(soak?.horizonMs).toBe(168 * HOUR)
  expect(soak?.metrics.map(({ growth }) => growth)).toEqual(['middle', undefined])
})

test.each([
  ['profile: endurance', /perf\.yaml:3:3: 1 d of load, the default, are more than the 5 h 20 min that one job/],
  ['profile: endurance, duration: 6h', /perf\.yaml:3:\d+: 6 h of load are more than the 5 h 20 min/],
  ['duration: 6h', /6 h of load are more than .* Right: `duration: 5h`, or the input `timeout`/],
  ['duration: 6h', /runs that one workflow starts and another collects are not built yet/],
])('a load that no job can follow is refused, with what fits: {%s}', async (fields, wrong) => {
  const found = await refusal(fields, { longestLoadMs: LONGEST_LOAD_MS })
  expect(found).toMatchObject({ code: 'NOT_BUILT', wrong: expect.stringMatching(wrong) })
})

test('blocks are counted together', async () => {
  const pairs = `version: 1\ntests:\n  soak: {generator: http, requests: [{path: /}], threads: 5, duration: 1h, compare: {with: pairs, pairs: 3}, targets: {base: 'http://a', head: 'http://b'}}\n`
  const source = { text: pairs, file: 'perf.yaml', names: 'all', readFile: async () => undefined } as const
  await expect(loadTests({ ...source, longestLoadMs: LONGEST_LOAD_MS })).rejects.toThrow(
    /6 h 5 min of load are more than .* Right: fewer or shorter blocks/,
  )
})

test('a screen must end in one job also where there is too little to screen with', async () => {
  const screen = (duration: string) =>
    loadTests({
      text: `version: 1\ntests:\n  soak: {generator: http, requests: [{path: /}], threads: 5, duration: ${duration}, compare: {with: screen}, targets: {base: 'http://a', head: 'http://b'}}\n`,
      ...{ file: 'perf.yaml', names: 'all', readFile: async () => undefined, longestLoadMs: LONGEST_LOAD_MS },
    })
  await expect(screen('30m')).rejects.toThrow(
    /6 h 11 min of load, in pairs where there is too little to screen with, are more than the 5 h 20 min .* Right: fewer or shorter blocks/,
  )
  expect(await screen('25m')).toHaveLength(1)
})

const several = async (tests: Readonly<Record<string, string>>, names: readonly string[] | 'all' = 'all') => {
  const lines = Object.entries(tests).map(([name, fields]) => `  ${name}: {${fields}}\n`)
  const source = { file: 'perf.yaml', names, readFile: async () => undefined, longestLoadMs: LONGEST_LOAD_MS }
  return loadTests({ ...source, text: `version: 1\ntests:\n${lines.join('')}` }).catch((error: unknown) => error)
}

test('tests that follow one another in a job must end in it together', async () => {
  const [first, second] = [`${http}, duration: 3h`, `${http}, profile: endurance, duration: 3h`]
  expect(await several({ first, second })).toMatchObject({
    code: 'NOT_BUILT',
    message:
      "perf.yaml:2:1: 6 h of load in 2 tests, one after the other (`first` 3 h, `second` 3 h), are more than the 5 h 20 min that one job on GitHub's runners can follow; " +
      "runs that one workflow starts and another collects are not built yet. Right: fewer tests in each job, or the input `timeout` where your runner's jobs may take longer",
  })
  expect(await several({ first, second }, ['second'])).toHaveLength(1)
  expect(await several({ first, second: `${http}, duration: 140m` })).toHaveLength(2)
  expect(await several({ first, second: `${http}, duration: 141m` })).toBeInstanceOf(PerfError)
})

test('a test that is too long by itself is told beside those that are so together', async () => {
  const [short, long] = [`${http}, duration: 3h`, `${http}, profile: endurance`]
  const found = await several({ a: short, b: long, c: short })
  const faults = (found as PerfError).faults?.map(({ line, wrong }) => [line, wrong.replace(/ are more.*/, '')])
  expect(faults).toEqual([
    [2, '6 h of load in 2 tests, one after the other (`a` 3 h, `c` 3 h),'],
    [4, '1 d of load, the default,'],
  ])
  const alone = await several({ a: short, b: long })
  expect((alone as PerfError).faults).toHaveLength(1)
})

test('screens count without the pairs that may follow', async () => {
  const targets = "targets: {base: 'http://a', head: 'http://b'}"
  const screen = (time: string) => `${noTarget}, duration: ${time}, compare: {with: screen}, ${targets}`
  const short = Object.fromEntries([...'abcdef'].map((name) => [name, screen('15m')]))
  expect(await several(short)).toHaveLength(6)
  const long = Object.fromEntries([...'abcdefghijklmnopqrstuvwxyz'].map((name) => [name, screen('15m')]))
  expect(await several(long)).toMatchObject({ message: expect.stringContaining('6 h 30 min of load in 26 tests') })
})

test('five hours fit, and where nothing ends the run a day does', async () => {
  expect(await load('profile: endurance, duration: 5h', { longestLoadMs: LONGEST_LOAD_MS })).toHaveLength(1)
  expect(await load('profile: endurance')).toHaveLength(1)
})

test.each([
  ['horizon: 7d', '`horizon` is for an endurance test Right: `profile: endurance`'],
  ['metrics: {heap: {query: up, growth: floor}}', '`growth` is for an endurance test'],
  [
    "profile: endurance, compare: {with: pairs}, targets: {base: 'http://a', head: 'http://b'}",
    'an endurance test is one long load, and cannot be made in pairs',
  ],
  [
    'profile: endurance, duration: 30s',
    'of 30 s 24 s count, without the ramp and the first fifth; whether anything grows takes 25 s',
  ],
  ['profile: endurance, duration: 10m, ramp: 590s', 'of 10 min 10 s count, without the ramp'],
])('{%s} is refused', async (fields, wrong) => {
  const found = await refusal(fields)
  expect(found.code).toBe('CONFIG')
  expect(found.wrong.replace(/\. Right/, ' Right')).toContain(wrong)
})

test('the example of the documentation is as it should be', async () => {
  const docs = readFileSync(new URL('../../docs/verdict.md', import.meta.url), 'utf8')
  const [, text = ''] = /```yaml\n(tests:\n {2}soak:.*?)```/s.exec(docs) ?? []
  const source = { file: 'perf.yaml', names: 'all', readFile: async () => undefined } as const
  const [soak] = await loadTests({ ...source, text: `version: 1\n${text}`, longestLoadMs: LONGEST_LOAD_MS })
  expect(soak).toMatchObject({ profile: 'endurance', durationMs: 4 * HOUR, horizonMs: 168 * HOUR })
})
