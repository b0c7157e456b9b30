import { expect, test } from '@jest/globals'
import type { Limit } from '../../../src/core/limit.ts'
import { readRangeAnswer } from '../../../src/core/range-answer.ts'
import { samplesFor } from '../../../src/core/verdict/latency.ts'
import { judgeLimits } from '../../../src/core/verdict/limits.ts'
import { evidence, httpTest, type LoadShape, limit, metricResult, type Scene } from '../../support/evidence.ts'

function results(limits: readonly Limit[], scene: Scene = {}) {
  return judgeLimits(evidence({ test: httpTest({ limits }), ...scene })).map(({ result }) => result)
}

test('latency limits speak of successes alone', () => {
  const slowFailures: Scene['shape'] = {
    change: (sample, _second, n) =>
      n % 40 === 0 ? { ...sample, elapsed: 30_000, failed: ['504', 'Timeout'] } : sample,
  }
  const max: Limit = { text: 'max < 1 s', quantity: { kind: 'latency', statistic: 'max' }, operator: '<', bound: 1000 }
  expect(results([max], { shape: slowFailures })[0]).toMatchObject({ state: 'met' })
})

test.each([
  [0.9, 100],
  [0.95, 200],
  [0.99, 1000],
  [0.999, 10_000],
])('quantile %p needs %p successes', (q, needed) => {
  expect(samplesFor(q)).toBe(needed)
})

function few(samples: number): LoadShape {
  return { seconds: samples / 2, perSecond: 1, labels: [{ label: 'GET /', ms: 20 }] }
}

test.each([
  [198, 'no-data', 'it needs 200 successful samples, there are 198'],
  [200, 'met', 'weak: only 10 samples lie beyond p95'],
  [600, 'met', undefined],
])('p95 of %p samples is %p', (samples, state, note) => {
  const [result] = results([limit.p95(500)], { shape: few(samples) })
  expect(result?.state).toBe(state)
  expect(result?.note).toBe(note)
})

test('throughput counts the time after the ramp, and a time without answers lowers it', () => {
  const steady = results([limit.throughput(39)])[0]
  expect(steady).toMatchObject({ state: 'met', unit: '1/s' })
  expect(steady?.actual).toBeCloseTo(40, 0)
  const silent: LoadShape = { change: (sample, second) => (second < 100 || second >= 235 ? sample : undefined) }
  expect(results([limit.throughput(39)], { shape: silent })[0]?.actual).toBeCloseTo(20, 0)
})

test('a run as short as its ramp has no throughput', () => {
  expect(
    results([limit.throughput(1)], { test: httpTest({ limits: [limit.throughput(1)], rampMs: 300_000 }) })[0],
  ).toMatchObject({
    state: 'no-data',
    note: 'the time after the ramp is too short to take a rate from',
  })
})

const two = [
  {
    labels: { pod: 'a' },
    points: [
      [1, 0.2],
      [2, 0.9],
      [3, 0.1],
    ],
  },
  {
    labels: { pod: 'b' },
    points: [
      [1, 0.4],
      [2, 0.4],
      [3, 0.4],
    ],
  },
] as const

test.each([
  ['max', '<', 0.9],
  ['min', '>', 0.1],
  ['avg', '<', 0.4],
  ['last', '<', 0.4],
  ['last', '>', 0.1],
] as const)('%s (%s) of a metric speaks of all its series', (statistic, operator, actual) => {
  const asked: Limit = { text: 'x', quantity: { kind: 'metric', id: 'cpu', statistic }, operator, bound: 1 }
  const [result] = results([asked], {
    metrics: [metricResult('cpu', { window: { start: 1, end: 3, step: 1 }, series: two })],
  })
  expect(result?.actual).toBeCloseTo(actual, 10)
})

test('a metric with gaps is judged and called weak; one without points is not judged', () => {
  const partial = metricResult('cpu', { state: 'partial', window: { start: 1, end: 5, step: 1 }, series: two })
  expect(results([limit.metric('cpu', 2)], { metrics: [partial] })[0]).toMatchObject({
    state: 'met',
    note: 'weak: points for 60 % of the time only',
  })
  const warned = metricResult('cpu', { state: 'partial', why: 'a store was not reachable' })
  expect(results([limit.metric('cpu', 2)], { metrics: [warned] })[0]).toMatchObject({
    state: 'met',
    note: 'weak: a store was not reachable',
  })
  const failed = metricResult('cpu', { state: 'failed', why: 'Prometheus answered 400: parse error', series: [] })
  expect(results([limit.metric('cpu', 2)], { metrics: [failed] })[0]).toMatchObject({
    state: 'no-data',
    note: 'Prometheus answered 400: parse error',
  })
})

const window = { start: 1, end: 20, step: 1 }
const range = (values: readonly string[], more: readonly string[][] = []) =>
  readRangeAnswer(
    { id: 'cpu', query: 'cpu', source: 'default' },
    window,
    JSON.stringify({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [values, ...more].map((one) => ({ metric: {}, values: one.map((value, i) => [1 + i, value]) })),
      },
    }),
  )
const low = (n: number) => Array.from({ length: n }, () => '0.5')

test.each([
  ['one of 20 points is infinite', range([...low(10), '+Inf', ...low(9)]), '1 point is infinite'],
  ['the last points are infinite', range([...low(18), '+Inf', '+Inf']), '2 points are infinite'],
  [
    'a whole series is infinite',
    range(low(20), [['+Inf', '+Inf']]),
    '2 points are infinite; 1 of 2 series has no value that is a number',
  ],
  [
    'one of 20 points is there',
    range(low(1)),
    "it needs half of the window's points; 1 of the window's 20 points have a value",
  ],
])('a metric meets no limit where %s, and may still break one', (_, metric, why) => {
  for (const statistic of ['max', 'last', 'avg'] as const) {
    const asked = { text: 'x', quantity: { kind: 'metric', id: 'cpu', statistic }, operator: '<' } as const
    const [met, broken] = results(
      [
        { ...asked, bound: 0.8 },
        { ...asked, bound: 0.4 },
      ],
      { metrics: [metric] },
    )
    expect(met).toEqual({ limit: 'x', state: 'no-data', actual: null, note: why })
    expect(broken).toEqual({ limit: 'x', state: 'broken', actual: expect.closeTo(0.5), note: `weak: ${why}` })
  }
})

test('half of the points are enough to meet a limit', () => {
  expect(results([limit.metric('cpu', 0.8)], { metrics: [range(low(10))] })[0]?.state).toBe('met')
})

test.each([
  [{ kind: 'latency', statistic: 'max' }, 'successful samples'],
  [{ kind: 'latency', statistic: 'mean' }, 'successful samples'],
  [{ kind: 'error-rate' }, 'samples'],
] as const)('%j of 8 samples meets no limit, but may break one; 10 are enough', (quantity, samples) => {
  const over: Limit = { text: 'over', quantity, operator: '<', bound: 100_000 }
  const under: Limit = { ...over, text: 'under', bound: 0 }
  const why = `it needs 10 ${samples}, there are 8`
  expect(results([over, under], { shape: few(8) })).toMatchObject([
    { state: 'no-data', actual: null, note: why },
    { state: 'broken', note: `weak: ${why}` },
  ])
  expect(results([over], { shape: few(10) })[0]).not.toHaveProperty('note')
})

test.each([
  ['<', 5, 'broken'],
  ['<=', 5, 'met'],
  ['>', 5, 'broken'],
  ['>=', 5, 'met'],
] as const)('a value of 5 against %s %p is %s', (operator, bound, state) => {
  const asked: Limit = { text: 'x', quantity: { kind: 'metric', id: 'm', statistic: 'max' }, operator, bound }
  const series = [{ labels: {}, points: [[1, 5]] }] as const
  const whole = { window: { start: 1, end: 1, step: 1 }, series }
  expect(results([asked], { metrics: [metricResult('m', whole)] })[0]?.state).toBe(state)
})
