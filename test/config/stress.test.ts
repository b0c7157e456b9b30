import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { loadTests } from '../../src/config/load.ts'

const plan = readFileSync(new URL('../fixtures/jmeter/plan.jmx', import.meta.url))

const load = async (fields: string) => {
  const text = `{version: 1, tests: {a: {profile: stress, ${fields}}}}`
  const [only] = await loadTests({ text, file: 'perf.yaml', names: 'all', readFile: async () => plan })
  return only!
}

const refusal = async (fields: string, profile = 'profile: stress, ') => {
  const text = `version: 1\ntests:\n  a: {${profile}${fields}}\n`
  const read = loadTests({ text, file: 'perf.yaml', names: 'all', readFile: async () => plan })
  const message = await read.then(
    () => 'the file was taken',
    (thrown: Error) => thrown.message,
  )
  return message.split('\n').map((line) => line.replace(/^perf.yaml:3:\d+: /, ''))
}

const http = 'generator: http, target: "http://shop", requests: [GET /]'
const jmeter = 'generator: jmeter, plan: plan.jmx, target: "http://shop"'

test('a stress test takes half an hour for ten equal steps up to its rate and the recovery', async () => {
  expect(await load(`${http}, rate: 500/s`)).toMatchObject({
    rate: 500,
    steps: [50, 100, 150, 200, 250, 300, 350, 400, 450, 500],
    durationMs: 163_000,
    rampMs: 10_000,
    size: { cpuMillis: 1900 },
  })
})

test('how many steps there are may be said, or which', async () => {
  const some = await load(`${http}, rate: 100/s, steps: 6, duration: 70s`)
  expect(some).toMatchObject({ steps: [16.6667, 33.3333, 50, 66.6667, 83.3333, 100], durationMs: 10_000, rampMs: 1000 })
  const listed = await load(`${http}, steps: [30/s, 60/s, 5400/min, 120], duration: 10m, ramp: 5s`)
  expect(listed).toMatchObject({ rate: 120, steps: [30, 60, 90, 120], durationMs: 120_000, rampMs: 5000 })
})

test('without a rate the steps are of threads; with both the threads stay', async () => {
  expect(await load(`${http}, threads: 40, steps: 8`)).toMatchObject({
    threads: 40,
    steps: [5, 10, 15, 20, 25, 30, 35, 40],
  })
  const both = await load(`${jmeter}, threads: 40, steps: [10/s, 20/s, 30/s, 40/s]`)
  expect(both).toMatchObject({ threads: 40, rate: 40, steps: [10, 20, 30, 40] })
})

test('another test has no steps', async () => {
  expect(await loadOther()).not.toHaveProperty('steps')
})

const loadOther = async () => {
  const text = `{version: 1, tests: {a: {${http}, rate: 5/s}}}`
  return (await loadTests({ text, file: 'perf.yaml', names: 'all', readFile: async () => undefined }))[0]
}

test.each([
  [`${http}, rate: 5/s, steps: 3`, '`tests.a.steps` says 3 steps, not from 4 up to 100. Right: `steps: 10`'],
  [`${http}, steps: [5/s, 10/s, 15/s]`, '`tests.a.steps` says 3 steps, not from 4 up to 100. Right: `steps: 10`'],
  [`${http}, steps: [5/s, 10/s, lots, 20/s]`, '`tests.a.steps[2]`: `lots` is not a rate. Right: `500/s`'],
  [
    `${http}, steps: [5/s, 10/s, 10/s, 20/s]`,
    'a step of 10/s is not above the one before it. Right: `steps: [5/s, 10/s, 20/s]`',
  ],
  [
    `${http}, rate: 30/s, steps: [5/s, 10/s, 15/s, 20/s]`,
    '`rate` says nothing beside a list of `steps`. Right: the same without it',
  ],
  [`${http}, threads: 10, pods: 2`, '10 steps up to 10 threads begin with 1, too few for 2 pods. Right: `threads: 20`'],
  [
    `${http}, rate: 30/s, duration: 30s`,
    '10 steps and the recovery need 5 s each, and have 2 s. Right: `duration: 6m`',
  ],
  [
    `${http}, rate: 30/s, duration: 11m, ramp: 1m`,
    'a ramp of 1 min leaves nothing of a step: 10 steps and the recovery have 1 min each. Right: `ramp: 6s`',
  ],
  [
    `${http}, rate: 30/s, limits: [throughput > 20/s]`,
    'the throughput of a stress test is that of its steps. Right: `capacity > 20/s`',
  ],
  [
    `${http}, rate: 30/s, limits: [capacity > 30/s]`,
    "`capacity > 30/s` can't be shown by steps up to 30/s. Right: `rate: 45/s`",
  ],
  [http, 'there is neither `threads` nor `rate`. Right: `threads: 100`'],
])('what does not fit a stress test is refused: %s', async (fields, wrong) => {
  expect(await refusal(fields)).toEqual([wrong])
})

test.each([
  ['steps: 10', '`steps` are for a stress test. Right: `profile: stress`'],
  ['limits: [capacity > 5/s]', '`capacity` is what a stress test finds. Right: `profile: stress`'],
  ['limits: [recovery < 5s]', '`recovery` is what a stress test finds. Right: `profile: stress`'],
])('what only a stress test has is refused elsewhere: %s', async (field, wrong) => {
  expect(await refusal(`${http}, rate: 10/s, ${field}`, '')).toEqual([wrong])
})

test('all that is wrong with a stress test is told at once', async () => {
  const fields = `${http}, rate: 30/s, duration: 30s, limits: [throughput > 20/s, capacity > 99/s]`
  expect(await refusal(fields)).toEqual(['3 faults', expect.any(String), expect.any(String), expect.any(String)])
})
