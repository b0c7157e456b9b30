import type { HttpTest } from '../../src/core/plan.ts'
import { judge } from '../../src/core/verdict/judge.ts'
import type { Result } from '../../src/report/result.ts'
import { enduranceTest, heap, type LongScene, longEvidence } from './endurance.ts'
import { limit } from './evidence.ts'
import { noise } from './load.ts'

const MIB = 2 ** 20

const heapUnder = (mib: number) => ({ ...limit.metric('heap', mib * MIB), text: `metric(heap).max < ${mib}Mi` })
const LIMITS = [heapUnder(512), limit.p95(900), limit.errors(0.05)]
const limited = (change: Partial<HttpTest> = {}) => enduranceTest({ limits: LIMITS, ...change })

/** A judged endurance run as the steps hand it to the reports. */
function long(scene: LongScene): Result {
  const evidence = longEvidence(scene)
  const { test, run: id, summary, manifests, metrics } = evidence
  const run = { id, test, namespace: 'perf', bucket: 'acme-perf', prefix: 'runs', region: 'eu-central-1' }
  const links = {
    report: 'https://acme-perf.s3.eu-central-1.amazonaws.com/report',
    workflow: 'https://github.com/acme/shop/actions/runs/1',
  }
  return { run, verdict: judge(evidence), summary, manifests, metrics, links }
}

const later: LongScene['change'] = (sample, second) =>
  sample.label === 'POST /pay'
    ? { ...sample, elapsed: Math.round(sample.elapsed * (1 + (0.3 * second) / 300)) }
    : sample

const failing: LongScene['change'] = (sample, second, n) =>
  noise(n + 5) < (0.04 * second) / 300 ? { ...sample, failed: ['503', 'Service Unavailable'] } : sample

const HOSTILE = ['<img src=x onerror=alert(1)>', '@octocat | [a](javascript:alert(1)) `code`']

/** Runs of which something grew, or nothing did. */
export const GROWN = {
  steady: () => long({ test: limited() }),
  leak: () => long({ test: limited(), metrics: [heap((u) => 60 * u)] }),
  'leak-soon': () => long({ test: limited({ limits: [heapUnder(384)] }), metrics: [heap((u) => 80 * u)] }),
  'leak-without-limit': () => long({ test: enduranceTest(), metrics: [heap((u) => 60 * u)] }),
  'level-change': () => long({ test: limited(), metrics: [heap((u) => (u > 0.6 ? 60 : 0))] }),
  slower: () => long({ test: limited(), change: later }),
  failing: () => long({ test: limited(), change: failing }),
  'no-data': () =>
    long({
      test: limited({ limits: [limit.p95(900)] }),
      metrics: [
        { ...heap(), state: 'no-data', why: 'Prometheus has no series for this query in the window', series: [] },
      ],
    }),
  hostile: () => {
    const [id = '', unit = ''] = HOSTILE
    const test = enduranceTest({
      metrics: [{ id, query: id, source: 'default', better: 'lower', unit, growth: 'floor' }],
    })
    const series = [heap(), heap((u) => 80 * u)].map(({ series: [one] }, i) => ({
      labels: { pod: HOSTILE[i] ?? '' },
      points: one!.points,
    }))
    return long({ test, metrics: [{ ...heap(), id, query: id, unit, series }] })
  },
} as const satisfies Record<string, () => Result>
