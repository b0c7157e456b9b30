import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'
import type { Shop } from '../world/shop/shop.ts'

type Files = Readonly<Record<string, string>>

/** What a test is pointed at: of a shop, where it is. */
type Target = Pick<Shop, 'url'>

/** What each endpoint of the shop is called as a label; so its counters and a summary can be held side by side. */
export const LABELS = ['GET /products', 'GET /products/1', 'POST /cart', 'POST /checkout'] as const

const REQUESTS = [
  { path: '/products', weight: 4, contains: '"ok":true' },
  { path: '/products/1', weight: 3 },
  { method: 'POST', path: '/cart', body: '{"product":1}', headers: { 'content-type': 'application/json' }, weight: 2 },
  { method: 'POST', path: '/checkout', body: '{}', weight: 1 },
]

/**
 * A small test of the shop by generator http, on two pods; `over` replaces fields of it. Threads are never late, so that a
 * busy machine makes no run invalid.
 */
export function httpTest({ url }: Target, over: object = {}): Files {
  return perfYaml('browse', {
    generator: 'http',
    target: { url },
    ...{ pods: 2, size: { cpu: '200m', memory: '160Mi' }, threads: 2, ramp: '3s', duration: '15s' },
    requests: REQUESTS,
    limits: ['p95 < 2 s', 'error-rate < 1 %'],
    ...over,
  })
}

/** The same by JMeter; its plan is the one of test/fixtures/jmeter, or `plan`. */
export function jmeterTest({ url }: Target, over: object = {}, plan = shopPlan()): Files {
  const test = {
    generator: 'jmeter',
    plan: 'plans/shop.jmx',
    target: { url },
    ...{ pods: 2, size: { cpu: '750m', memory: '512Mi' }, threads: 4, rate: '12/s', ramp: '5s', duration: '25s' },
    limits: ['p95 < 2 s', 'error-rate < 1 %'],
    ...over,
  }
  return { ...perfYaml('buy', test), 'plans/shop.jmx': plan }
}

export function shopPlan(): string {
  return readFileSync(new URL('../fixtures/jmeter/plan.jmx', import.meta.url), 'utf8')
}

function perfYaml(name: string, test: object): Files {
  return { 'perf.yaml': stringify({ version: 1, tests: { [name]: test } }) }
}

/** The least that makes load: one pod, some threads, one endpoint, some seconds. */
export function briefTest(target: Target, over: object = {}): Files {
  const brief = {
    pods: 1,
    threads: 4,
    ramp: '1s',
    duration: '6s',
    requests: [{ method: 'POST', path: '/checkout' }],
  }
  return httpTest(target, { ...brief, limits: ['error-rate < 1 %'], ...over })
}
