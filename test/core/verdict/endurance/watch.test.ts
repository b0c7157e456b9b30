import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Limit } from '../../../../src/core/limit.ts'
import { watch } from '../../../../src/core/verdict/endurance/watch.ts'
import { judge } from '../../../../src/core/verdict/judge.ts'
import { enduranceTest, heap, type LongScene, longEvidence } from '../../../support/endurance.ts'
import { evidence, limit } from '../../../support/evidence.ts'
import { noise, type Sample } from '../../../support/load.ts'

const MIB = 2 ** 20
const atMost = (mib: number): Limit => ({ ...limit.metric('heap', mib * MIB), text: `metric(heap).max < ${mib}Mi` })
const limited = (...limits: readonly Limit[]) => enduranceTest({ limits })
const by60 = [heap((u) => 60 * u)]
const slowerPay =
  (by: number): LongScene['change'] =>
  (sample, second) =>
    sample.label === 'POST /pay'
      ? { ...sample, elapsed: Math.round(sample.elapsed * (1 + (by * second) / 300)) }
      : sample

interface Case {
  readonly scene: LongScene
  readonly outcome: string
  readonly reason: RegExp
}

test.each<readonly [string, Case]>([
  [
    'nothing grows',
    {
      scene: {},
      outcome: 'pass',
      reason:
        /^Nothing grew in the 1 h 36 min that count: at the most metric "heap" by [\d.]+ %, and p50 of "POST \/pay" by \d+ %\.$/,
    },
  ],
  [
    'nothing becomes worse: memory falls, latencies keep, throughput rises',
    {
      scene: {
        metrics: [heap((u) => -60 * u)],
        change: (sample, second, n) =>
          noise(n + 5) < 0.3 * (1 - second / 300) ? undefined : { ...sample, elapsed: 100 },
      },
      outcome: 'pass',
      reason: /^Nothing grew in the 1 h 36 min that count, not even by 0\.05 %\.$/,
    },
  ],
  [
    'a leak that reaches its limit within a day',
    {
      scene: { test: limited(atMost(512)), metrics: by60 },
      outcome: 'regression',
      reason:
        /^Metric "heap" grew by 13 % an hour \(between 11 % and 15 %\), from 221 MiB to 269 MiB in 1 h 36 min: at this rate it reaches its limit of 512 MiB in 8 h \d+ min, at the earliest in 7 h \d+ min\.$/,
    },
  ],
  [
    'a leak that reaches its limit much later',
    {
      scene: { test: limited(atMost(8192)), metrics: by60 },
      outcome: 'pass',
      reason:
        /^Metric "heap" grew by .* of 8 GiB in 10 d 21 h, at the earliest in 9 d \d+ h, which is beyond the horizon of 1 d\.$/,
    },
  ],
  [
    'the same within a horizon of its own',
    {
      scene: { test: { ...limited(atMost(1024)), horizonMs: 20 * 3_600_000 }, metrics: by60 },
      outcome: 'pass',
      reason: /reaches its limit of 1 GiB in 1 d, .* which is beyond the horizon of 20 h\.$/,
    },
  ],
  [
    'a leak whose limit is too far ahead for what was watched',
    {
      scene: { test: { ...limited(atMost(8192)), horizonMs: 60 * 86_400_000 }, metrics: [heap((u) => 20 * u)] },
      outcome: 'warn',
      reason:
        /of 8 GiB in \d+ d .*\. That is more than 24 times as far ahead as was watched: run it for longer to be sure\.$/,
    },
  ],
  [
    'a leak without a limit',
    {
      scene: { metrics: by60 },
      outcome: 'warn',
      reason: /^Metric "heap" grew by .* No limit says how far it may go\.$/,
    },
  ],
  [
    'a change of level',
    {
      scene: { metrics: [heap((u) => (u > 0.6 ? 60 : 0))] },
      outcome: 'warn',
      reason:
        /^Metric "heap" rose once and stayed there, from 20\d MiB to 26\d MiB: a change of its level rather than steady growth\.$/,
    },
  ],
  [
    'a warm-up',
    { scene: { metrics: [heap((u) => 60 * (1 - Math.exp(-u / 0.05)))] }, outcome: 'pass', reason: /^Nothing grew/ },
  ],
  [
    'a latency that rises to its limit',
    {
      scene: { test: limited(limit.p95(900, 'POST /pay')), change: slowerPay(0.3) },
      outcome: 'regression',
      reason: /^p95 of "POST \/pay" grew by 14 % an hour .* its limit of 900 ms in \d h/,
    },
  ],
  [
    'errors that become more',
    {
      scene: {
        change: (sample, second, n) =>
          noise(n + 5) < (0.04 * second) / 300 ? { ...sample, failed: ['503', 'Service Unavailable'] } : sample,
      },
      outcome: 'warn',
      reason: /^The error rate grew by 1\.5 points an hour \(between 0\.78 and 2\), from 0\.85 % to 3\.3 % in /,
    },
  ],
  [
    'a throughput that falls',
    {
      scene: { change: (sample, second, n) => (noise(n + 5) < (0.3 * second) / 300 ? undefined : sample) },
      outcome: 'warn',
      reason: /^Throughput fell by 15 % an hour \(between 14 % and 17 %\), from 1\.57\/s to 1\.18\/s in 1 h 36 min\./,
    },
  ],
  [
    'a metric without data',
    {
      scene: {
        metrics: [
          { ...heap(), state: 'no-data', why: 'Prometheus has no series for this query in the window', series: [] },
        ],
      },
      outcome: 'inconclusive',
      reason: /^Whether metric "heap" grows is not known: Prometheus has no series for this query in the window\.$/,
    },
  ],
  [
    'a metric that jumps about',
    {
      scene: { metrics: [heap((u) => 400 * noise(Math.floor(u * 7) + 1))] },
      outcome: 'inconclusive',
      reason: /^Too noisy to tell: in 1 h 36 min metric "heap" may have grown by up to \d+ %\. Run it for longer\.$/,
    },
  ],
])('%s', (_, { scene, outcome, reason }) => {
  const verdict = judge(longEvidence(scene))
  expect(verdict.reasons[0]).toMatch(reason)
  expect(verdict.outcome).toBe(outcome)
  expect(verdict.endurance).toMatchObject({ state: 'judged', outcome })
})

test('every finding says what grew, in its unit and by its limit', () => {
  const { findings, endurance } = judge(longEvidence({ test: limited(atMost(512)), metrics: by60 }))
  const [found] = findings
  expect(found).toMatchObject({
    label: '*',
    metric: 'heap',
    outcome: 'regression',
    growth: { kind: 'leak', unit: 'bytes' },
  })
  const { perHour, reaches: reached } = found?.growth ?? {}
  expect((perHour?.value ?? 0) / MIB).toBeCloseTo(30, 0)
  expect(reached).toMatchObject({ limit: 'metric(heap).max < 512Mi', bound: 512 * MIB })
  expect((reached?.after ?? 0) / 3_600_000).toBeCloseTo((512 - 269) / 30, 0)
  expect(((endurance?.to ?? 0) - (endurance?.from ?? 0)) / 60_000).toBeCloseTo(96, 0)
  expect(findings.filter(({ metric }) => metric === 'p95').map(({ label }) => label)).toEqual([
    '*',
    'GET /products',
    'GET /products/:id',
    'POST /pay',
    'POST /cart',
  ])
})

test('a quantile that a limit speaks of is watched, too, and no other label with it', () => {
  const { findings } = judge(
    longEvidence({
      test: limited({
        ...limit.p99(2000, 'POST /pay'),
        quantity: { kind: 'latency', statistic: { quantile: 0.9 }, label: 'POST /pay' },
      }),
    }),
  )
  expect(findings.filter(({ metric }) => metric === 'p90').map(({ label }) => label)).toEqual(['POST /pay'])
})

test('what there are too few samples for is said', () => {
  const { endurance, outcome } = judge(longEvidence({ test: limited(limit.p99(2000, 'POST /pay')) }))
  expect(endurance?.notes).toEqual(['Too few successes to watch p99 of "POST /pay".'])
  expect(outcome).toBe('pass')
})

test('of a metric whose more is better a loss is told', () => {
  const test = enduranceTest({
    metrics: [{ id: 'free', query: 'free', source: 'default', better: 'higher', unit: 'bytes' }],
    limits: [
      {
        text: 'metric(free).min > 32Mi',
        quantity: { kind: 'metric', id: 'free', statistic: 'min' },
        operator: '>',
        bound: 32 * MIB,
      },
    ],
  })
  const verdict = judge(longEvidence({ test, metrics: [heap((u) => -80 * u, 'free')] }))
  expect(verdict.outcome).toBe('regression')
  expect(verdict.reasons[0]).toMatch(
    /^Metric "free" fell by 1\d % an hour \(between 1\d % and 1\d %\), from 23\d MiB to 1\d\d MiB in .* reaches its limit of 32 MiB in \d h/,
  )
})

test('what is not to be watched is not', () => {
  const test = enduranceTest({ metrics: [{ ...enduranceTest().metrics[0]!, growth: 'none' }] })
  expect(judge(longEvidence({ test, metrics: by60 }))).toMatchObject({ outcome: 'pass' })
})

test('a heap is judged by what garbage collection leaves, all else by its middle', () => {
  const growing = [heap((u) => (noise(Math.round(u * 720) + 3) > 0.3 ? 120 * u : 0))] // the floor stays, what lies above it grows
  const told = (growth: 'floor' | 'middle') =>
    judge(
      longEvidence({
        test: enduranceTest({ metrics: [{ ...enduranceTest().metrics[0]!, growth }] }),
        metrics: growing,
      }),
    )
  expect([told('floor').outcome, told('middle').outcome]).toEqual(['pass', 'warn'])
})

test('series of a metric are judged one by one, and what began late is said', () => {
  const [one, other] = [heap(), heap((u) => 60 * u)]
  const series = [
    { labels: { pod: 'a' }, points: one.series[0]!.points },
    { labels: { pod: 'b' }, points: other.series[0]!.points },
    { labels: { pod: 'c' }, points: other.series[0]!.points.slice(500) },
  ]
  const { findings, reasons, endurance } = judge(longEvidence({ metrics: [{ ...one, series }] }))
  expect(reasons[0]).toMatch(/^Metric "heap" \(\{pod="b"\}\) grew by /)
  expect(findings.filter(({ metric }) => metric === 'heap').map(({ label }) => label)).toEqual([
    '{pod="a"}',
    '{pod="b"}',
  ])
  expect(endurance?.notes).toEqual(['Of metric "heap" 1 of 3 series began late or ended early, and are not judged.'])
})

test('too short a run says so, and is no pass', () => {
  const short = evidence({ test: { ...enduranceTest(), rampMs: 270_000, durationMs: 300_000 } })
  const verdict = judge(short)
  expect(verdict).toMatchObject({ outcome: 'inconclusive', endurance: { state: 'too-short' } })
  expect(verdict.reasons[0]).toMatch(/^Too short to tell whether anything grows: of 5 min \d+ s counts, /)
})

test('nothing is said of a run that is not valid, nor of another profile', () => {
  const invalid = judge({ ...longEvidence({ metrics: by60 }), job: 'pod 0 was killed' })
  expect(invalid).toMatchObject({ outcome: 'invalid', findings: [], endurance: { state: 'not-judged' } })
  const load = judge(longEvidence({ test: enduranceTest({ profile: 'load' }), metrics: by60 }))
  expect(load).not.toHaveProperty('endurance')
})

test('a rising latency is no warm-up', () => {
  const { checks, outcome } = judge(
    longEvidence({
      change: (sample, second) => ({ ...sample, elapsed: Math.round(sample.elapsed * (1 + second / 100)) }),
    }),
  )
  expect(checks.find(({ check }) => check === 'warm-up')).toMatchObject({ state: 'ok' })
  expect(outcome).toBe('warn')
})

test('a test without metrics is told that leaks are seen late', () => {
  const { endurance } = judge(longEvidence({ test: enduranceTest({ metrics: [] }), metrics: [] }))
  expect(endurance?.notes).toEqual([expect.stringMatching(/^No metric of the target is watched: /)])
})

test('what the ramp and the first fifth did does not count', () => {
  const wild = (sample: Sample, second: number) => (second < 58 ? { ...sample, elapsed: 5000 } : sample)
  const [calm, spoiled] = [longEvidence(), longEvidence({ change: wild })].map((one) => judge(one).findings)
  expect(spoiled).toEqual(calm)
})

test('the order of labels changes nothing, nor does another unit of latency', () => {
  const scene = longEvidence({ change: slowerPay(0.3) })
  const [block] = scene.summary.blocks
  const turned = {
    ...scene,
    summary: { ...scene.summary, blocks: [{ ...block!, labels: block!.labels.toReversed() }] },
  }
  const told = (one: typeof scene) => new Set(judge(one).findings.map((finding) => JSON.stringify(finding)))
  expect(told(turned)).toEqual(told(scene))
})

test('more growth never makes a verdict milder', () => {
  const rank = { pass: 0, warn: 1, inconclusive: 1, regression: 2, invalid: 3 }
  const outcome = (by: number) =>
    rank[judge(longEvidence({ test: limited(atMost(2048)), metrics: [heap((u) => by * u)] })).outcome]
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (a, b) => {
      expect(outcome(Math.max(a, b))).toBeGreaterThanOrEqual(outcome(Math.min(a, b)))
    }),
    { numRuns: 10 },
  )
})

test('no growth comes of no number', () => {
  const holes = heap((u) => 60 * u)
  const points = holes.series[0]!.points.filter((_, i) => i % 3 === 0)
  const { findings } = judge(longEvidence({ metrics: [{ ...holes, series: [{ labels: {}, points }] }] }))
  for (const { change, low, high } of findings) for (const value of [change, low, high]) expect(value).not.toBeNaN()
  expect(findings[0]).toMatchObject({ metric: 'heap', growth: { kind: 'leak' } })
  expect(
    watch({ ...longEvidence(), metrics: [{ ...holes, series: [{ labels: {}, points: [] }] }] })?.unknown,
  ).toHaveLength(1)
})
