import type { Limit } from '../../src/core/limit.ts'
import type { HttpTest, Test } from '../../src/core/plan.ts'
import { windowPoints } from '../../src/core/promql.ts'
import type { MetricResult } from '../../src/core/series.ts'
import type { GeneratorHealth, PodManifest } from '../../src/core/spec.ts'
import type { Evidence } from '../../src/core/verdict/evidence.ts'
import { noise, type Sample, summaryOf } from './load.ts'

/** 2026-11-02 10:00:00 UTC. */
export const START = Date.UTC(2026, 10, 2, 10)
export const RUN = 'r20261102100000-abc234'

/** Limits as the config's parser yields them. */
export const limit = {
  p95: (bound: number, label?: string): Limit => latency(0.95, 'p95', bound, label),
  p99: (bound: number, label?: string): Limit => latency(0.99, 'p99', bound, label),
  errors: (bound: number): Limit => ({
    text: `error-rate < ${bound * 100} %`,
    quantity: { kind: 'error-rate' },
    operator: '<',
    bound,
  }),
  throughput: (bound: number): Limit => ({
    text: `throughput > ${bound}/s`,
    quantity: { kind: 'throughput' },
    operator: '>',
    bound,
  }),
  metric: (id: string, bound: number): Limit => ({
    text: `metric(${id}).max < ${bound}`,
    quantity: { kind: 'metric', id, statistic: 'max' },
    operator: '<',
    bound,
  }),
}

function latency(quantile: number, name: string, bound: number, label?: string): Limit {
  return {
    text: `${name}${label === undefined ? '' : `(${label})`} < ${bound} ms`,
    quantity: { kind: 'latency', statistic: { quantile }, ...(label === undefined ? {} : { label }) },
    operator: '<',
    bound,
  }
}

/** A closed-loop test of two pods over five minutes, its ramp 30 s. */
export function httpTest(change: Partial<HttpTest> = {}): HttpTest {
  return {
    name: 'checkout',
    profile: 'load',
    generator: 'http',
    image: 'docker.io/library/node:24.11.0-slim',
    pods: 2,
    size: { cpuMillis: 1000, memoryBytes: 2 ** 30 },
    threads: 40,
    rampMs: 30_000,
    durationMs: 300_000,
    properties: {},
    limits: [],
    metrics: [],
    requests: [],
    target: { url: 'http://shop.shop.svc:8080' },
    ...change,
  }
}

export interface LoadShape {
  readonly seconds?: number
  readonly perSecond?: number
  readonly labels?: readonly { readonly label: string; readonly ms: number }[]
  /** Changes a sample, or takes it away; `second` since the start. */
  readonly change?: (sample: Sample, second: number, n: number) => Sample | undefined
}

const SHOP = [
  { label: 'GET /products', ms: 40 },
  { label: 'GET /products/:id', ms: 25 },
  { label: 'POST /cart', ms: 80 },
  { label: 'POST /pay', ms: 160 },
]

/** Samples of one pod: a ramp of 30 s, then a steady rate; latencies spread over half to three times the label's own. */
export function podSamples(
  index: number,
  { seconds = 300, perSecond = 20, labels = SHOP, change }: LoadShape = {},
): Sample[] {
  const samples: Sample[] = []
  for (let second = 0; second < seconds; second++) {
    const rate = Math.ceil(perSecond * Math.min(1, (second + 1) / 30))
    for (let i = 0; i < rate; i++) {
      const n = (index * 1000 + second) * 1000 + i
      const { label, ms } = labels[(second * rate + i) % labels.length]!
      const elapsed = Math.round(ms * (0.5 + noise(n) ** 3 * 2.5))
      const sample = { label, at: START + second * 1000 + Math.floor((i * 900) / rate), elapsed }
      const changed = change ? change(sample, second, n) : sample
      if (changed) samples.push(changed)
    }
  }
  return samples
}

export const HEALTHY: GeneratorHealth = {
  cpu: { p50: 0.31, p95: 0.42, limitCores: 1 },
  throttled: 0.002,
  throttledPeriods: 1,
  memory: { peak: 180 * 2 ** 20, limit: 2 ** 30 },
  readings: 54,
}

export function manifest(index: number, samples: readonly Sample[], change: Partial<PodManifest> = {}): PodManifest {
  return {
    schema: 'perf-action/manifest/v1',
    run: RUN,
    index,
    pod: `${RUN}-${index}-x7k2p`,
    node: `fargate-ip-10-0-1-${10 + index}`,
    state: 'done',
    blocks: [
      {
        block: 'main',
        startAt: START,
        startedAt: START + 12 * index,
        endedAt: START + 300_400,
        exit: 0,
        finished: true,
        health: HEALTHY,
        chunks: [],
      },
    ],
    summary: summaryOf(samples),
    tail: [],
    ...change,
  }
}

export interface Scene {
  readonly test?: Test
  readonly shape?: LoadShape
  readonly metrics?: readonly MetricResult[]
  readonly job?: string
  /** Changes the manifest of a pod, or takes it away. */
  readonly pod?: (manifest: PodManifest) => PodManifest | undefined
}

/** The evidence of a run; without any change a healthy one. */
export function evidence({ test = httpTest(), shape, metrics = [], job, pod = (same) => same }: Scene = {}): Evidence {
  const pods = Array.from({ length: test.pods }, (_, index) => podSamples(index, shape))
  const manifests = pods.map((samples, index) => pod(manifest(index, samples)))
  const summary = summaryOf(pods.filter((_, index) => manifests[index]?.summary.total.count).flat())
  return { test, run: RUN, summary, manifests, metrics, ...(job === undefined ? {} : { job }) }
}

/** A metric with a value at every point of its window; that is every five seconds if nothing else is said. */
export function metricResult(id: string, change: Partial<MetricResult> = {}): MetricResult {
  const { window = { start: START / 1000, end: START / 1000 + 300, step: 5 } } = change
  const points = Array.from(
    { length: windowPoints(window) },
    (_, i) => [window.start + window.step * i, 0.3 + 0.2 * Math.sin(i / 8) + noise(i) / 20] as const,
  )
  return {
    id,
    query: `sum(rate(container_cpu_usage_seconds_total{namespace="shop"}[30s]))`,
    source: 'default',
    unit: 'cores',
    window,
    state: 'ok',
    series: [{ labels: { pod: 'shop-7d9' }, points }],
    ...change,
  }
}
