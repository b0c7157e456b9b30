import { createMailbox } from '../../src/agent/mailbox.ts'
import { shipManifest } from '../../src/agent/manifest.ts'
import { createReporter } from '../../src/agent/progress.ts'
import { createStop } from '../../src/agent/stop.ts'
import type { AgentWorld } from '../../src/agent/world.ts'
import { renderFolder } from '../../src/core/manifest/render.ts'
import type { HttpTest, JMeterTest } from '../../src/core/plan.ts'
import { keys } from '../../src/core/run.ts'
import { type MetricResult, metricDocument } from '../../src/core/series.ts'
import { judge } from '../../src/core/verdict/judge.ts'
import type { Log } from '../../src/ports.ts'
import { closeRunRecord, openRunRecord } from '../../src/steps/run-record.ts'
import { watchRevisions } from '../../src/steps/watch-revisions.ts'
import * as samples from '../core/manifest/samples.ts'
import { enduranceTest, heap, longEvidence } from './endurance.ts'
import { evidence, HEALTHY, httpTest, limit, START } from './evidence.ts'
import { temporaryFolder } from './folder.ts'
import { historyOf, quantities, record } from './history.ts'
import { jtl, read } from './jtl.ts'
import { memoryStore } from './memory-store.ts'
import { NO_METRICS } from './paired-metrics.ts'
import { stillClock } from './still-clock.ts'

const { jmeterTest, assets, runOf } = samples
const requests = samples.httpTest.requests.map((one) => ({
  ...one,
  headers: { accept: '*/*' },
  body: '{}',
  contains: 'ok',
}))
const target = { url: 'http://shop', revision: 'http://shop/revision' }
const compare = { with: 'history', margin: 0.05, strict: false } as const
const accept = ['r20261101100000-abc234']
const load = { compare, accept, threads: 4, rate: 10, limits: [limit.p95(400, 'GET /'), limit.metric('cpu', 1)] }
const metrics = [{ id: 'cpu', query: 'cpu', source: 'default', better: 'lower', unit: 'cores' }] as const
const http: HttpTest = { ...samples.httpTest, ...load, target, requests, metrics, properties: { locale: 'en' } }
const jmeter: JMeterTest = { ...jmeterTest, ...load, target, metrics }

const { summary } = read(
  `${jtl({}, { success: false, responseCode: '503', lag: 7 }, { url: 'null', dataType: '', label: 'checkout' })}cut`,
)

/** What an agent writes about a pod. */
async function ofAgent() {
  using folder = temporaryFolder()
  const { spec } = renderFolder(runOf(jmeter), assets)
  const [store, mailbox] = [memoryStore(), createMailbox(folder.path)]
  const at = keys(runOf(jmeter))
  const pod = { index: 0, name: 'pod-0', uid: 'u', node: 'n', specDir: folder.path, workDir: folder.path, graceMs: 1 }
  const clock = stillClock(START)
  const target = { answer: async () => '', reset: async () => {} }
  const world: AgentWorld = { pod, spec, keys: at, store, target, mailbox, clock, stop: createStop(), say: () => {} }
  const reporter = createReporter(world)
  reporter.tell({}, { interval: { count: 3, errors: 1, p95: 10 }, rows: summary.rows })
  await reporter.finish({ phase: 'running', block: 'load', cpu: 0.2, message: 'a note' })
  await mailbox.write('load/stdout', 'one\ntwo\n')
  const [block] = summary.blocks
  const chunk = { key: 'k', rows: 3, bytes: 90, sha256: 'ab' }
  const times = { startAt: START, startedAt: START, endedAt: START + 9 }
  const probes = [
    { at: START, revision: 'abcdef1' },
    { at: START, why: 'no answer' },
  ]
  const health = { ...HEALTHY, gc: 0.1 }
  const end = { block: 'load', ...times, exit: 0, finished: true, health, probes, chunks: [chunk] }
  const result = { end, summary: block!, rows: summary.rows, warnings: summary.warnings, cut: false }
  await shipManifest(world, { state: 'failed', message: 'a reason' }, [result])
  return { progress: written(store, at.progress(0)), manifest: written(store, at.manifest(0)) }
}

const ORIGIN = { workflowUrl: 'https://github.com/1', branch: 'main', landed: false, labels: ['perf'] }

async function recordOf(test: HttpTest | JMeterTest) {
  const [run, store] = [runOf(test), memoryStore()]
  const origin = { ...{ owner: 'acme', repo: 'shop', sha: 'f'.repeat(40), pull: 7 }, ...ORIGIN }
  const { id: _, test: __, ...place } = run
  const request = { ...place, config: 'perf.yaml', tests: 'all', fluxPath: 'runs', fluxBranch: 'main', origin } as const
  await openRunRecord({ run, digest: 'ab', request }, store)
  await closeRunRecord(keys(run).run, 'pass', store)
  return written(store, keys(run).run)
}

/** What the runner writes of a target's revisions: one image, and then nobody knows. */
async function revisionsOf() {
  const [store, clock] = [memoryStore(), stillClock(START)]
  const test = { ...http, target: { ...target, revision: { image: 'app=shop', namespace: 'shop' } } }
  const found = [[{ pod: 'shop-0', container: 'shop', imageId: 'shop@sha256:ab' }], []]
  const needs = { store, clock, log: QUIET, metrics: NO_METRICS, signal: new AbortController().signal }
  const workloads = { containers: async () => found.shift() ?? [] }
  await watchRevisions(runOf(test), { ...needs, workloads }, async () => {})
  return written(store, keys(runOf(test)).revisions)
}

const QUIET: Log = { info: () => {}, warning: () => {}, group: (_, step) => step() }

const written = (store: ReturnType<typeof memoryStore>, key: string): unknown =>
  JSON.parse(store.objects.get(key) ?? 'null')

function specOf(test: HttpTest | JMeterTest): unknown {
  const { files } = renderFolder(runOf(test), assets)
  return JSON.parse(String(files.find(({ path }) => path === 'spec.json')?.content))
}

const limits = [limit.p95(400), limit.throughput(1), limit.metric('heap', 1)]
const compared = judge({ ...evidence(), history: historyOf(httpTest(), quantities({ 'POST /pay': 100 })) })
const verdicts = [
  judge(evidence({ test: httpTest({ limits }), shape: { seconds: 60 } })),
  judge(evidence({ pod: () => undefined, job: 'pod 0 was evicted' })),
  {
    ...compared,
    findings: [
      { ...{ label: 'POST /pay', metric: 'p95', change: 0.1, low: 0.05, high: 0.15 }, outcome: 'warn' },
      { ...{ label: '*', metric: 'p50', change: 0.1, low: 0.05, high: 0.15, before: 10, after: 11 }, outcome: 'pass' },
    ],
    comparison: {
      ...compared.comparison,
      ...{ outcome: 'inconclusive', visible: { all: 0.1, one: 0.2 }, needed: 3, falseAlarms: 0.05, accepted: ['#7'] },
    },
  },
  judge({ ...evidence(), history: { state: 'none', why: 'There is none.', accepted: [] } }),
  judge(
    longEvidence({ test: enduranceTest({ limits: [limit.metric('heap', 2 ** 29)] }), metrics: [heap((u) => 60 * u)] }),
  ),
]

const series: MetricResult = {
  ...{ id: 'cpu', query: 'up', source: 'default', unit: 'cores', state: 'partial', why: '1 point is infinite' },
  infinite: 1,
  window: { start: 1, end: 3, step: 1 },
  series: [{ labels: { pod: 'shop-0' }, points: [[1, 0.5]] }],
}

const agent = await ofAgent()
/** Documents as the code writes them, and the names in them that may be missing or that the user chose. */
export const DOCUMENTS: Readonly<
  Record<string, { readonly documents: readonly unknown[]; readonly optional: string }>
> = {
  spec: {
    documents: [specOf(http), specOf(jmeter)],
    optional: 'accept body contains locale plan rate requests revision target threads',
  },
  progress: { documents: [agent.progress], optional: 'block cpu message p95' },
  manifest: {
    documents: [agent.manifest],
    optional:
      'connect cpu exit gc latency limit line memory message node offset probes revision sent threads throttled throttledPeriods why',
  },
  summary: { documents: [summary], optional: 'connect latency line offset sent threads' },
  verdict: {
    documents: verdicts,
    optional:
      'accepted after all at before branch comparison endurance falseAlarms from growth needed note one outcome reaches to unit visible',
  },
  metric: { documents: [metricDocument(series)], optional: 'infinite pod unit why' },
  revisions: { documents: [await revisionsOf()], optional: 'head revision why' },
  history: {
    documents: [record(), record({ accepted: ['#7'], load: { rate: '60/s' } })],
    optional: 'accepted load p50 p95 rate variance',
  },
  run: {
    documents: [await recordOf(http), await recordOf(jmeter)],
    optional:
      'accept body branch closing compare contains label labels landed locale margin pull rate revision strict target threads unit with',
  },
}
