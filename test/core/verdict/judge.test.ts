import { expect, test } from '@jest/globals'
import type { Test } from '../../../src/core/plan.ts'
import { judge } from '../../../src/core/verdict/judge.ts'
import { evidence, httpTest, limit, manifest, metricResult, type Scene, START } from '../../support/evidence.ts'
import { summaryOf } from '../../support/load.ts'

const met = [limit.p95(500), limit.errors(0.01)]

function verdict(scene: Scene = {}) {
  return judge(evidence({ test: httpTest({ limits: met }), ...scene }))
}

test('a healthy run that keeps its limits passes, and says which limit is closest', () => {
  const { outcome, reasons, limits } = verdict()
  expect(outcome).toBe('pass')
  expect(limits.map(({ state }) => state)).toEqual(['met', 'met'])
  expect(reasons).toEqual([
    expect.stringMatching(/^Both limits are met\. The closest: p95 is \d+ ms, \d+ % under its limit of 500 ms\.$/),
  ])
})

test('a broken limit is a regression that names figure and limit', () => {
  const { outcome, reasons } = verdict({ test: httpTest({ limits: [limit.p95(200), limit.errors(0.01)] }) })
  expect(outcome).toBe('regression')
  expect(reasons[0]).toMatch(/^p95 is \d+ ms, \d+ % over its limit of 200 ms\.$/)
})

test('a run without limits is inconclusive and proposes some', () => {
  const { outcome, reasons } = verdict({ test: httpTest() })
  expect(outcome).toBe('inconclusive')
  expect(reasons[0]).toContain('the test has no limits')
  expect(reasons[1]).toMatch(/limits: \[p95 < \d+ ms, error-rate < 0\.1 %\]$/)
})

test('a limit without data is inconclusive, never met', () => {
  const { outcome, reasons, limits } = verdict({
    test: httpTest({ limits: [limit.p95(500), limit.p95(500, 'POST /refund')] }),
  })
  expect(outcome).toBe('inconclusive')
  expect(limits[1]).toMatchObject({ state: 'no-data', actual: null })
  expect(reasons[0]).toBe(
    'p95 of "POST /refund" is not judged: no label is called "POST /refund"; the run has ' +
      '"GET /products", "POST /cart", "POST /pay", "GET /products/:id".',
  )
})

test('a broken limit outranks one without data', () => {
  expect(verdict({ test: httpTest({ limits: [limit.p95(500, 'nobody'), limit.p95(10)] }) }).outcome).toBe('regression')
})

const { requests: _requests, ...load } = httpTest({ limits: met })
const jmeterTest: Test = {
  ...load,
  generator: 'jmeter',
  plan: { path: 'shop.jmx', sha256: '0'.repeat(64), content: new Uint8Array() },
}

const empty = summaryOf([])

test.each<[string, Scene, RegExp]>([
  ['no samples at all', { pod: (pod) => ({ ...pod, summary: empty }) }, /^There are no samples at all; is the target/],
  [
    'a pod without samples',
    { pod: (pod) => (pod.index === 1 ? { ...pod, summary: empty } : pod) },
    /^Pod 1 made no samples/,
  ],
  [
    'a missing index',
    { pod: (pod) => (pod.index === 1 ? undefined : pod) },
    /^The result is partial: pod 1 did not report/,
  ],
  ['no index at all', { pod: () => undefined }, /^None of the 2 pods reported/],
  [
    'no samples, and an end long before the time',
    {
      test: jmeterTest,
      pod: (pod) => ({
        ...pod,
        summary: empty,
        blocks: pod.blocks.map((block) => ({ ...block, endedAt: START + 900 })),
      }),
    },
    /^There are no samples at all; is the target .* and does the plan have an enabled thread group\?$/,
  ],
  [
    'a plan that comes to its end long before its time',
    {
      test: jmeterTest,
      shape: { seconds: 25 },
      pod: (pod) => ({
        ...pod,
        blocks: pod.blocks.map((block) => ({ ...block, endedAt: block.startedAt + 25_000 })),
      }),
    },
    /^Pod 0 made load for 25 s of the 5 min asked for \(8\.3\d? %\); .* loop for ever and read \$\{__P\(duration\)\}\.$/,
  ],
  [
    'a Job that ended badly',
    { job: 'pod 1 was killed for want of memory (OOMKilled)' },
    /^Pod 1 was killed for want of memory/,
  ],
  [
    'a failed pod',
    { pod: (pod) => (pod.index === 0 ? { ...pod, state: 'failed', message: 'no claim' } : pod) },
    /^Pod 0 failed: no claim/,
  ],
  [
    'a stopped pod',
    { pod: (pod) => (pod.index === 0 ? { ...pod, state: 'stopped' } : pod) },
    /^Pod 0 was stopped before its end/,
  ],
  [
    'a generator that was killed',
    { pod: (pod) => ({ ...pod, blocks: pod.blocks.map((block) => ({ ...block, exit: 137 })) }) },
    /exit code 137 \(killed/,
  ],
  [
    'a generator without an end',
    { pod: (pod) => ({ ...pod, blocks: pod.blocks.map((block) => ({ ...block, finished: false })) }) },
    /ended without saying that it was done/,
  ],
])('%s is invalid, whatever the limits say', (_name, scene, reason) => {
  const { outcome, reasons } = verdict(scene)
  expect(outcome).toBe('invalid')
  expect(reasons[0]).toMatch(reason)
})

test('a limit broken in an invalid run is said but does not count', () => {
  const { outcome, reasons } = verdict({ test: httpTest({ limits: [limit.p95(10)] }), job: 'the Job was deleted' })
  expect(outcome).toBe('invalid')
  expect(reasons).toEqual(['The Job was deleted.', 'A limit is broken too (p95 < 10 ms), but this run proves nothing.'])
})

const failing: Scene['shape'] = {
  change: (sample, _second, n) => (n % 10 === 0 ? { ...sample, failed: ['503', 'Service Unavailable'] } : sample),
}

test('many failures are a regression where a limit speaks of them; latencies are not judged', () => {
  const { outcome, reasons, limits } = verdict({ shape: failing })
  expect(outcome).toBe('regression')
  expect(limits).toEqual([
    expect.objectContaining({ state: 'no-data', note: 'too many samples failed to judge latencies' }),
    expect.objectContaining({ state: 'broken', unit: 'share' }),
  ])
  expect(reasons[0]).toMatch(/^The error rate is 10\.\d %, over its limit of 1 %\.$/)
})

test('many failures in a run with another fault are invalid, even where a limit speaks of them', () => {
  expect(verdict({ shape: failing, job: 'the Job was deleted' }).outcome).toBe('invalid')
})

test('many failures are invalid where no limit speaks of them', () => {
  const { outcome, reasons } = verdict({ test: httpTest({ limits: [limit.p95(500)] }), shape: failing })
  expect(outcome).toBe('invalid')
  expect(reasons[0]).toMatch(
    /samples failed \(10 %\), most often with "503 Service Unavailable" \([\d,]+ times\); latencies are not judged\.$/,
  )
})

test('every verdict has a reason, and pass never comes of missing metrics', () => {
  const test = httpTest({ limits: [...met, limit.metric('cpu', 0.8)] })
  expect(verdict({ test, metrics: [metricResult('cpu')] }).outcome).toBe('pass')
  const none = metricResult('cpu', { state: 'no-data', why: 'Prometheus answered with no series', series: [] })
  for (const metrics of [[], [none]]) {
    const { outcome, reasons } = verdict({ test, metrics })
    expect(outcome).toBe('inconclusive')
    expect(reasons).toHaveLength(1)
  }
})

test('manifests beyond the pods asked for do not hide a missing one', () => {
  const whole = evidence({ test: httpTest({ limits: met }) })
  const { outcome } = judge({ ...whole, manifests: [whole.manifests[0], undefined, manifest(2, [])] })
  expect(outcome).toBe('invalid')
})
