import { baselineOf, type History } from '../../src/core/baseline.ts'
import type { HistoryRecord } from '../../src/core/history.ts'
import type { Limit } from '../../src/core/limit.ts'
import type { HttpTest, Metric } from '../../src/core/plan.ts'
import { runQuantities } from '../../src/core/verdict/compare/run-quantities.ts'
import { judge } from '../../src/core/verdict/judge.ts'
import type { Result } from '../../src/report/result.ts'
import { evidence, httpTest, type LoadShape, limit, metricResult, RUN, type Scene, START } from './evidence.ts'
import { historyOf, record } from './history.ts'
import { noise, summaryOf } from './load.ts'
import { type PairedSeries, pairedSeries } from './paired-metrics.ts'
import { type PairedScene, pairedEvidence, pairedTest, slowerPay } from './pairs.ts'
import { capacityLimit, recoveryLimit, type StressScene, stressEvidence, stressHistory, stressTest } from './stress.ts'

const LIMITS: readonly Limit[] = [
  limit.p95(400),
  limit.p99(900, 'POST /pay'),
  limit.errors(0.005),
  limit.throughput(35),
  limit.metric('cpu', 0.8),
]

const REVISION = '3f2a1bc94d5e6f708192a3b4c5d6e7f801234567'

/** What is known of earlier runs of a test. */
type Past = (test: HttpTest) => History

/** Runs of the shop as it is without any change. */
const steadyPast =
  (options?: Parameters<typeof historyOf>[2]): Past =>
  (test) =>
    historyOf(test, runQuantities(evidence({ test: httpTest() }).summary, [metricResult('cpu')]), options)

/** A judged run of base and head in turns. */
function paired(scene: PairedScene = {}, series?: PairedSeries): Result {
  const { test, summary, manifests, ...found } = pairedEvidence(scene)
  const metrics = series === undefined ? [] : pairedSeries({ ...found, test, summary, manifests }, 'cpu', series)
  const one = result()
  return {
    ...one,
    run: { ...one.run, test },
    verdict: judge({ ...found, test, summary, manifests, metrics }),
    ...{ summary, manifests, metrics },
  }
}

/** A judged run in steps, beside earlier ones that bore so much. */
function stressed(scene: StressScene = {}, loads?: readonly number[]): Result {
  const found = stressEvidence(scene)
  const past = loads && { history: stressHistory(found.test, loads) }
  const { summary, manifests, metrics } = found
  const one = result()
  return {
    ...{ ...one, ...past, summary, manifests, metrics },
    run: { ...one.run, test: found.test },
    verdict: judge({ ...found, ...past }),
  }
}

/** A judged run as the steps hand it to the reports. */
export function result(scene: Scene & { readonly change?: Partial<HttpTest>; readonly past?: Past } = {}): Result {
  const { change, past, ...rest } = scene
  const test = httpTest({ limits: LIMITS, ...change })
  const found = evidence({ test, metrics: [metricResult('cpu'), metricResult('requests', { unit: '1/s' })], ...rest })
  return {
    run: { id: RUN, test, namespace: 'perf', bucket: 'acme-perf', prefix: 'runs', region: 'eu-central-1' },
    revision: REVISION,
    commit: 'b7c6d5e4f30291807f6e5d4c3b2a190817263544',
    verdict: judge(past === undefined ? found : { ...found, history: past(test) }),
    ...(past === undefined ? {} : { history: past(test) }),
    summary: found.summary,
    manifests: found.manifests,
    metrics: found.metrics,
    links: {
      report: `https://acme-perf.s3.eu-central-1.amazonaws.com/runs/${test.name}/${RUN}/report/index.html`,
      results: `https://eu-central-1.console.aws.amazon.com/s3/buckets/acme-perf?prefix=runs/${test.name}/${RUN}/`,
      workflow: 'https://github.com/acme/shop/actions/runs/1234567890',
      commit: 'https://github.com/acme/flux/commit/b7c6d5e4f30291807f6e5d4c3b2a190817263544',
    },
  }
}

/** One label became slow in the middle of the run, and failed now and then. */
const slowPay: Scene['shape'] = {
  change: (sample, second, n) => {
    if (sample.label !== 'POST /pay') return sample
    const factor = 2.2 + (second > 120 && second < 170 ? 3 : 0)
    const slow = { ...sample, elapsed: Math.round(sample.elapsed * factor) }
    return noise(n + 7) < 0.008 ? { ...slow, failed: ['503', 'Service Unavailable'] } : slow
  },
}

const NASTY = [
  '<img src=x onerror=alert(1)>',
  '@octocat please look | at #1 and GH-2',
  '[click](javascript:alert(1)) **bold** `code` ``two``',
  'https://evil.example/?a=1&b=2 www.evil.example me@evil.example',
  'line one\nline two\r\n# heading\n---\n<!-- perf-action -->',
  'right\u202eto\u202cleft \u200bzero\u0007bell $x^2$ :tada:',
  '</td></tr></table><script>alert(1)</script>',
  '</details>\n\n```\nfence',
]

/** One label is slower by a given share, and no limit minds. */
const slowerBy = (share: number): LoadShape => ({
  change: (sample) =>
    sample.label === 'POST /pay' ? { ...sample, elapsed: Math.round(sample.elapsed * (1 + share)) } : sample,
})

const CPU: Metric = {
  ...{ id: 'cpu', query: 'sum(rate(container_cpu_usage_seconds_total{pod=~"$target-.*"}[15s]))' },
  ...{ source: 'default', better: 'lower', unit: 'cores' },
}

/** CPU at a level. */
const cpuAt = (factor: number) => {
  const { series, ...rest } = metricResult('cpu')
  const points = series[0]!.points.map(([at, value]) => [at, value * factor] as const)
  return metricResult('cpu', { ...rest, series: [{ labels: series[0]!.labels, points }] })
}

/** Of every label some fail. */
const failingBy = (share: number): LoadShape => ({
  change: (sample, _, n) => (noise(n + 7) < share ? { ...sample, failed: ['503', 'Service Unavailable'] } : sample),
})

const KEPT = { limits: LIMITS.map((one) => (one.bound === 400 ? limit.p95(500) : one)) }

const HISTORIES = {
  slower: () => result({ shape: slowerBy(0.31), change: KEPT, past: steadyPast() }),
  'slower-strict': () =>
    result({ shape: slowerBy(0.31), change: { ...KEPT, compare: { strict: true } }, past: steadyPast() }),
  steady: () => result({ change: KEPT, past: steadyPast({ runs: 12 }) }),
  'metric-rose': () =>
    result({
      metrics: [cpuAt(1.4)],
      change: { limits: [limit.p95(500)], metrics: [CPU] },
      past: steadyPast({ runs: 12 }),
    }),
  failing: () =>
    result({ shape: failingBy(0.03), change: { limits: [limit.p95(500)] }, past: steadyPast({ runs: 12 }) }),
  'too-noisy': () => result({ change: { ...KEPT, compare: { with: 'history' } }, past: steadyPast({ runs: 1 }) }),
  accepted: () => result({ shape: slowerBy(0.31), change: KEPT, past: steadyPast({ fresh: ['#7'] }) }),
  'first-run': () => result({ change: KEPT, past: () => past([]) }),
  'another-test': () => result({ change: KEPT, past: () => past([record(), record({ ago: 26 })]) }),
  'no-history': () =>
    result({
      change: KEPT,
      past: () => ({
        ...{ state: 'none', branch: 'main', accepted: [] },
        why: 'The history of main could not be read, so nothing was compared: cannot list s3://acme-perf/runs/checkout/history/main/: access denied (AccessDenied).',
      }),
    }),
  'hostile-history': () => {
    const honest = result({ shape: slowerBy(0.31), change: KEPT, past: steadyPast({ fresh: NASTY.slice(0, 2) }) })
    const { verdict } = honest
    const [finding] = verdict.findings
    const names = NASTY.map((label, i) => ({ ...finding!, label, metric: i % 2 === 0 ? 'p95' : label }))
    const runs = [{ run: NASTY[5] ?? '', at: START, revision: NASTY[0] ?? '' }]
    const comparison = { ...verdict.comparison!, branch: NASTY[4] ?? '', notes: NASTY, runs }
    return { ...honest, verdict: { ...verdict, findings: names, comparison } }
  },
} as const satisfies Record<string, () => Result>

const PAIRED = {
  'pairs-slower': () => paired({ change: slowerPay(0.31), test: pairedTest({ limits: [limit.errors(0.005)] }) }),
  'pairs-same': () => paired({ blocks: 4, test: pairedTest({ limits: [limit.errors(0.005)] }) }),
  'pairs-metric': () =>
    paired(
      { blocks: 12, test: pairedTest({ metrics: [{ ...CPU, per: 'request' }] }) },
      { level: (side) => (side === 'head' ? 1.14 : 1), query: CPU.query, change: { unit: 'cores', per: 'request' } },
    ),
  'pairs-too-noisy': () =>
    paired({
      change: (sample, _side, _n, block) =>
        /^(1-head|2-base|3-head)$/.test(block) ? { ...sample, elapsed: Math.round(sample.elapsed * 1.4) } : sample,
    }),
  'pairs-other-revision': () =>
    paired({
      end: (end) => ({ ...end, probes: (end.probes ?? []).map((probe) => ({ ...probe, revision: 'b'.repeat(40) })) }),
    }),
} as const satisfies Record<string, () => Result>

const CONFIRM = pairedTest({ most: 3 }).pairs!
const SCREENING = {
  run: 'r20261102093000-sc2een',
  url: 'https://acme-perf.example/runs/checkout/r20261102093000-sc2een/',
}
const CONFIRMS = {
  ...{ run: SCREENING.run, branch: 'main', runs: 7, visible: { all: 0.31, one: 0.19 } },
  suspected: [{ family: 'labels', label: 'POST /pay', metric: 'p95' }],
} as const

/** Three pairs that are to confirm that one label is slower. */
const confirming = (scene: PairedScene): Result => {
  const test = pairedTest({ compare: { with: 'screen' }, pairs: { ...CONFIRM, confirms: CONFIRMS } })
  return { ...paired({ test, ...scene }), screened: SCREENING }
}

const SCREENED = {
  'screen-suspected': () => ({
    ...result({
      shape: slowerBy(0.31),
      change: { ...KEPT, compare: { with: 'screen' }, confirm: CONFIRM },
      past: steadyPast(),
    }),
    next: { run: RUN.replace('abc234', 'pairs2'), url: 'https://acme-perf.example/runs/checkout/pairs/' },
  }),
  'screen-confirmed': () => confirming({ change: slowerPay(0.31) }),
  'screen-refuted': () => confirming({}),
  'screen-without-history': () => {
    const instead = 'Compared in pairs at once, for there is no earlier run of this test on main, and a screen needs 3.'
    return paired({
      blocks: 4,
      test: pairedTest({ compare: { with: 'screen' }, pairs: { ...CONFIRM, most: 6, instead } }),
    })
  },
} as const satisfies Record<string, () => Result>

const BEARS = [50, 51, 49.4, 50.6, 49, 50.2, 50.9]

const STRESSED = {
  'stress-borne': () =>
    stressed({ test: stressTest({ limits: [limit.p95(400), capacityLimit(45), recoveryLimit(30_000)] }) }, BEARS),
  'stress-less': () => stressed({ shop: { workers: 3, serviceMs: 75 } }, BEARS),
  'stress-refused': () =>
    stressed({
      shop: { workers: 3, serviceMs: 60, patienceMs: 100 },
      test: stressTest({ limits: [limit.p95(400), limit.errors(0.01), capacityLimit(60)] }),
    }),
  'stress-beyond': () => stressed({ shop: { workers: 9, serviceMs: 60 }, test: stressTest({ limits: [] }) }),
} as const satisfies Record<string, () => Result>

function past(records: readonly HistoryRecord[]): History {
  const baseline = baselineOf({ branch: 'main', fingerprint: '0'.repeat(64), records })
  return { state: 'read', baseline, acceptance: { all: [], fresh: [] } }
}

const RECIPES = {
  ...HISTORIES,
  ...PAIRED,
  ...STRESSED,
  ...SCREENED,
  pass: () => result({ change: { limits: LIMITS.map((one) => (one.bound === 400 ? limit.p95(500) : one)) } }),
  regression: () => result({ shape: slowPay }),
  inconclusive: () =>
    result({
      shape: { perSecond: 1 },
      change: {
        limits: [limit.p99(900), limit.p95(400, 'POST /refund'), limit.metric('heap', 1), limit.errors(0.005)],
      },
    }),
  'no-limits': () => result({ change: { limits: [] } }),
  'zero-samples': () =>
    result({
      pod: (pod) => ({
        ...pod,
        summary: summaryOf([]),
        tail: ['Error: connect ECONNREFUSED 10.96.12.7:8080', 'the target http://shop.shop.svc:8080 did not answer'],
      }),
    }),
  'missing-index': () =>
    result({
      pod: (pod) => (pod.index === 1 ? undefined : pod),
      job: 'pod 1 was killed for want of memory (OOMKilled, exit code 137)',
    }),
  hostile: () => {
    const hostile = result({
      shape: { labels: NASTY.map((label, i) => ({ label, ms: 20 + 10 * i })), perSecond: 20 },
      change: {
        name: NASTY[4] ?? '',
        target: { url: NASTY[3] ?? '' },
        limits: NASTY.map((label) => limit.p95(50, label)),
      },
      pod: (pod) => ({ ...pod, node: NASTY[0] ?? '', state: 'failed', message: NASTY.join(' '), tail: NASTY }),
      metrics: [
        metricResult(NASTY[6] ?? '', { unit: NASTY[1] ?? '', query: NASTY[6] ?? '' }),
        metricResult('b', { state: 'failed', why: NASTY[0] ?? '', series: [] }),
      ],
    })
    return { ...hostile, links: { report: 'javascript:alert(1)', workflow: 'https://evil.example/)|<b>' } }
  },
  'many-labels': () =>
    result({
      shape: {
        labels: Array.from({ length: 200 }, (_, i) => ({
          label: `GET /catalogue/section-${i}/with/a/rather/long/path/to/it`,
          ms: 20 + i,
        })),
        perSecond: 40,
      },
      change: { pods: 6, limits: [limit.p95(400), limit.errors(0.005)] },
    }),
} as const satisfies Record<string, () => Result>

const made = new Map<string, Result>()

/** The runs that the golden reports show; each is made once. */
export const RESULTS = Object.fromEntries(
  Object.entries(RECIPES).map(([name, make]) => [name, () => made.get(name) ?? keep(name, make())]),
) as Record<keyof typeof RECIPES, () => Result>

function keep(name: string, result: Result): Result {
  made.set(name, result)
  return result
}
