import { createHash } from 'node:crypto'
import type { HttpTest, JMeterTest, PlanFile } from '../../../src/core/plan.ts'
import type { Run } from '../../../src/core/run.ts'

const sizes = { pods: 2, size: { cpuMillis: 900, memoryBytes: 1600 * 1024 ** 2 }, rampMs: 60_000 } as const

export const planFile = (content: Uint8Array | string): PlanFile => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return { path: 'perf/plan.jmx', content: bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

export const jmeterTest: JMeterTest = {
  ...sizes,
  name: 'checkout',
  profile: 'load',
  generator: 'jmeter',
  image: 'justb4/jmeter:5.6.3',
  threads: 10,
  durationMs: 7_200_000,
  properties: { locale: 'en' },
  limits: [],
  metrics: [],
  plan: planFile('<?xml version="1.0"?>\n<jmeterTestPlan>${__P(threads)}</jmeterTestPlan>\n'),
  target: { url: 'http://shop.shop:8080/api' },
}

export const httpTest: HttpTest = {
  ...sizes,
  name: 'browse',
  profile: 'load',
  generator: 'http',
  image: 'node:24-slim',
  rate: 50,
  durationMs: 90_000,
  properties: {},
  limits: [],
  metrics: [],
  target: { url: 'http://shop.shop:8080' },
  requests: [{ name: 'GET /', method: 'GET', path: '/', headers: {}, weight: 1, status: [200], timeoutMs: 10_000 }],
}

export const runOf = (test: JMeterTest | HttpTest): Run => ({
  id: 'r20261122031500-abcdef',
  test,
  namespace: 'perf',
  bucket: 'results',
  prefix: 'perf',
  region: 'eu-west-1',
})

export const assets = { agent: "console.log('agent')\n", http: "console.log('http')\n" }
