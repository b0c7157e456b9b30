import { expect, test } from '@jest/globals'
import type { HttpTest } from '../../../src/core/plan.ts'
import type { GeneratorHealth, PodManifest } from '../../../src/core/spec.ts'
import { runChecks } from '../../../src/core/verdict/checks.ts'
import type { Check } from '../../../src/core/verdict/verdict.ts'
import { evidence, HEALTHY, httpTest, type LoadShape, type Scene } from '../../support/evidence.ts'
import { noise } from '../../support/load.ts'

function check(name: string, scene: Scene = {}): Check | undefined {
  return runChecks(evidence(scene)).find((result) => result.check === name)
}

const { threads: _threads, ...open } = httpTest({ rate: 40 })

test('a healthy run has no fault', () => {
  const states = runChecks(evidence()).map(({ check, state }) => `${check} ${state}`)
  expect(states).toEqual([
    'pods-reported ok',
    'pods-ended ok',
    'samples ok',
    'rows ok',
    'errors ok',
    'start-skew ok',
    'load-duration ok',
    'generator-cpu ok',
    'generator-throttling ok',
    'start-lag warn',
    'warm-up ok',
  ])
})

test.each([
  [500, 'ok'],
  [1500, 'warn'],
  [6000, 'invalid'],
])('pods that begin %p ms apart: %s', (skew, state) => {
  const pod: Scene['pod'] = (manifest) => ({
    ...manifest,
    blocks: manifest.blocks.map((block) => ({ ...block, startedAt: block.startAt + skew * manifest.index })),
  })
  expect(check('start-skew', { pod })?.state).toBe(state)
})

const ends =
  (afterMs: number) =>
  (manifest: PodManifest): PodManifest => ({
    ...manifest,
    blocks: manifest.blocks.map((block) =>
      manifest.index === 0 ? { ...block, endedAt: block.startedAt + afterMs } : block,
    ),
  })

test.each([
  [300_000, 310_000, 'ok'],
  [300_000, 285_000, 'ok'],
  [300_000, 284_000, 'warn'],
  [300_000, 270_000, 'warn'],
  [300_000, 269_000, 'invalid'],
  [25_000, 23_500, 'ok'],
  [25_000, 19_000, 'invalid'],
  [6000, 6100, 'ok'],
])('load for %p ms was asked for, one of two pods ended after %p ms: %s', (durationMs, afterMs, state) => {
  const scene = { test: httpTest({ durationMs }), pod: ends(afterMs), shape: { seconds: durationMs / 1000 } }
  expect(check('load-duration', scene)?.state).toBe(state)
})

test('a generator that idles after its last sample makes no load', () => {
  expect(check('load-duration', { shape: { seconds: 25 } })).toMatchObject({
    state: 'invalid',
    note: expect.stringMatching(/^pod [01] made load for 2\d s of the 5 min asked for/),
  })
})

test.each([
  ['a request every 28 s', 28, 300, 'ok'],
  ['a request every 2 min', 120, 300, 'ok'],
  ['a request every 5 s, and none after half of the time', 5, 150, 'invalid'],
])('the pause after the last request is not missing load: %s', (_name, every, until, state) => {
  const shape: Scene['shape'] = {
    perSecond: 1,
    change: (sample, second) => (second % every === 0 && second < until ? sample : undefined),
  }
  expect(check('load-duration', { shape })?.state).toBe(state)
})

test('a load that was cut short by a stop or a fault is told once', () => {
  for (const change of [{ state: 'stopped' }, { state: 'failed' }] as const)
    expect(check('load-duration', { pod: (pod) => ({ ...ends(25_000)(pod), ...change }) })).toBeUndefined()
})

test.each([
  [40, 'ok'],
  [41.2, 'warn'],
  [45, 'invalid'],
])('40/s made where %p/s were asked for: %s', (rate, state) => {
  expect(check('offered-load', { test: httpTest({ rate }) })?.state).toBe(state)
})

test('a load that ends early, since JMeter needed the time to start, is no lower rate', () => {
  const jmeter = { generator: 'jmeter', plan: { path: 'p', content: new Uint8Array(), sha256: '' } } as const
  const test = { ...httpTest({ rate: 40, durationMs: 60_000 }), ...jmeter } as unknown as HttpTest
  expect(check('offered-load', { test, shape: { seconds: 56 } })).toMatchObject({ state: 'ok' })
})

test('offered load is not asked of a test without a rate', () => {
  expect(check('offered-load')).toBeUndefined()
})

test.each([
  [
    'failed',
    { message: 'block load: jmeter ended with exit code 137' },
    'failed: block load: jmeter ended with exit code 137',
  ],
  ['done', {}, 'lost its load generator: exit code 137'],
] as const)('a generator that was killed (its pod is %s) wants memory', (state, more, told) => {
  const pod: Scene['pod'] = (manifest) => ({
    ...manifest,
    ...(manifest.index === 0
      ? { state, ...more, blocks: manifest.blocks.map((block) => ({ ...block, exit: 137 })) }
      : {}),
  })
  const note = `pod 0 ${told} (killed, mostly for want of memory: give the test more (size.memory), or more pods)`
  expect(check('pods-ended', { pod })).toMatchObject({ state: 'invalid', note })
})

/** Of a manifest that is older than the count. */
const { throttledPeriods: _, ...uncounted } = HEALTHY

test.each<[string, GeneratorHealth, string]>([
  ['generator-cpu', { ...HEALTHY, cpu: { p50: 0.5, p95: 0.8, limitCores: 1 } }, 'warn'],
  ['generator-cpu', { ...HEALTHY, cpu: { p50: 0.5, p95: 0.95, limitCores: 1 } }, 'invalid'],
  ['generator-throttling', { ...HEALTHY, throttled: 0.03 }, 'warn'],
  ['generator-throttling', { ...HEALTHY, throttled: 0.06, throttledPeriods: 36 }, 'invalid'],
  ['generator-throttling', { ...uncounted, throttled: 0.06 }, 'invalid'],
  ['generator-throttling', { ...HEALTHY, throttled: 0.18, throttledPeriods: 7 }, 'warn'],
  ['generator-throttling', { ...HEALTHY, throttled: 0.23, throttledPeriods: 9 }, 'invalid'],
  ['generator-cpu', { readings: 0 }, 'unknown'],
])('%s of one pod (%j) is %s', (name, health, state) => {
  const pod: Scene['pod'] = (manifest) =>
    manifest.index === 0 && state !== 'unknown'
      ? manifest
      : { ...manifest, blocks: manifest.blocks.map((block) => ({ ...block, health })) }
  expect(check(name, { pod })?.state).toBe(state)
})

test('few periods of one pod do not hide many of another', () => {
  const pod: Scene['pod'] = (manifest) => {
    const told =
      manifest.index === 0 ? { throttled: 0.06, throttledPeriods: 36 } : { throttled: 0.2, throttledPeriods: 8 }
    return { ...manifest, blocks: manifest.blocks.map((block) => ({ ...block, health: { ...HEALTHY, ...told } })) }
  }
  expect(check('generator-throttling', { pod })).toMatchObject({ state: 'invalid', value: 0.06 })
})

test('of few periods it is said that they are few', () => {
  const health = { ...HEALTHY, throttled: 0.075, throttledPeriods: 3 }
  const pod: Scene['pod'] = (manifest) => ({
    ...manifest,
    blocks: manifest.blocks.map((block) => ({ ...block, health })),
  })
  expect(check('generator-throttling', { pod })?.note).toBe(
    '7.5 % of the time a load generator was held back by its CPU limit, in too few periods to judge the run by; give it more CPU (size.cpu) or more pods',
  )
})

test('one pod without readings leaves the check unknown', () => {
  const pod: Scene['pod'] = (manifest) =>
    manifest.index === 0
      ? manifest
      : { ...manifest, blocks: manifest.blocks.map((block) => ({ ...block, health: { readings: 0 } })) }
  expect(check('generator-cpu', { pod })).toMatchObject({ state: 'unknown' })
})

test.each<[string, (n: number) => number, string]>([
  ['every request on time', () => 0, 'ok'],
  ['1 ms of rounding', () => 1, 'ok'],
  ['2 % later than 10 ms', (n) => (noise(n) < 0.02 ? 20 : 0), 'invalid'],
  ['half of the latency', () => 200, 'invalid'],
])('an open model with %s', (_name, lag, state) => {
  const shape: Scene['shape'] = { change: (sample, _second, n) => ({ ...sample, lag: lag(n) }) }
  expect(check('start-lag', { test: open, shape })?.state).toBe(state)
})

test('an open model whose generator writes no lag is unknown, a closed one is told what it measures', () => {
  expect(check('start-lag', { test: open })?.state).toBe('unknown')
  expect(check('start-lag')?.note).toContain('percentiles are service times')
})

const warm = (amplitude: number, tau: number, seed = 0): LoadShape => ({
  labels: [{ label: 'GET /', ms: 200 }],
  change: (sample, second, n) => {
    const spread = 0.8 + 0.4 * noise(n + seed * 7919)
    return {
      ...sample,
      elapsed: Math.round(200 * spread * (1 + amplitude * Math.exp(-Math.max(0, second - 30) / tau))),
    }
  },
})

test.each<[number, number, string]>([
  [0, 10, 'ok'],
  [1, 5, 'ok'],
  [3, 15, 'warn'],
  [3, 100, 'invalid'],
])('latency that begins %p times higher and settles over %p s: %s', (amplitude, tau, state) => {
  expect(check('warm-up', { shape: warm(amplitude, tau) })?.state).toBe(state)
})

test('steady noise is never called warm-up', () => {
  const states = Array.from(
    { length: 20 },
    (_, seed) => check('warm-up', { shape: { ...warm(0, 1, seed), perSecond: 4 } })?.state,
  )
  expect(new Set(states)).toEqual(new Set(['ok']))
})

test('too short a run cannot tell warm-up from steady load', () => {
  expect(check('warm-up', { shape: { seconds: 50 } })?.state).toBe('unknown')
})

test.each([
  [0, 'ok'],
  [1, 'warn'],
  [1000, 'invalid'],
])('%p rows that cannot be read: %s', (skipped, state) => {
  const whole = evidence()
  const summary = { ...whole.summary, rows: { ...whole.summary.rows, skipped } }
  expect(runChecks({ ...whole, summary }).find((result) => result.check === 'rows')?.state).toBe(state)
})

test.each([
  ['2 % of all', (n: number) => noise(n + 3) < 0.02, 'warn'],
  ['30 % of one label', (n: number, label: string) => label === 'POST /pay' && n % 12 < 4, 'invalid'],
] as const)('errors: %s', (_name, fails, state) => {
  const shape: Scene['shape'] = {
    change: (sample, _second, n) => (fails(n, sample.label) ? { ...sample, failed: ['500', 'Oops'] } : sample),
  }
  expect(check('errors', { shape })?.state).toBe(state)
})
