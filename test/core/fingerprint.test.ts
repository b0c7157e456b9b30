import { expect, test } from '@jest/globals'
import { fingerprint } from '../../src/core/fingerprint.ts'
import type { HttpTest, JMeterTest, Test } from '../../src/core/plan.ts'
import { httpTest, limit } from '../support/evidence.ts'
import { jmeterTest } from './manifest/samples.ts'

const request = {
  ...{ name: 'GET /', method: 'GET', path: '/', headers: { a: '1', b: '2' } },
  ...{ weight: 1, status: [], timeoutMs: 1000 },
}
const whole: HttpTest = httpTest({ rate: 10, requests: [request] })

test('it is sixty-four hex digits, the same for the same load however it was written', () => {
  const again = { ...whole, requests: [{ ...request, headers: { b: '2', a: '1' } }] }
  expect(fingerprint(whole)).toMatch(/^[0-9a-f]{64}$/)
  expect(fingerprint(Object.fromEntries(Object.entries(again).reverse()) as unknown as Test)).toBe(fingerprint(whole))
})

test.each<[string, Partial<HttpTest>]>([
  ['pods', { pods: 3 }],
  ['threads', { threads: 41 }],
  ['rate', { rate: 11 }],
  ['ramp', { rampMs: 1 }],
  ['duration', { durationMs: 1 }],
  ['size', { size: { cpuMillis: 1001, memoryBytes: 2 ** 30 } }],
  ['image', { image: 'node:24.12.0-slim' }],
  ['profile', { profile: 'stress' }],
  ['properties', { properties: { locale: 'en' } }],
  ['a request', { requests: [{ ...request, path: '/slow' }] }],
  ['the weight of a request', { requests: [{ ...request, weight: 2 }] }],
])('another value of %s is another test', (_, change) => {
  expect(fingerprint({ ...whole, ...change })).not.toBe(fingerprint(whole))
})

test.each<[string, Partial<HttpTest>]>([
  ['name', { name: 'search' }],
  ['target, which has another address in every test environment', { target: { url: 'https://pr-7.shop.test' } }],
  ['limits', { limits: [limit.p95(1)] }],
  ['metrics', { metrics: [{ id: 'cpu', query: 'up', source: 'default', better: 'lower' }] }],
  ['comparison', { compare: { strict: true }, accept: ['r20261102100000-abc234'] }],
])('another %s is the same test', (_, change) => {
  expect(fingerprint({ ...whole, ...change })).toBe(fingerprint(whole))
})

test('of a plan its content counts, and not its place', () => {
  const of = (change: Partial<JMeterTest['plan']>) =>
    fingerprint({ ...jmeterTest, plan: { ...jmeterTest.plan, ...change } })
  expect(of({ path: 'moved/plan.jmx' })).toBe(of({}))
  expect(of({ sha256: 'f'.repeat(64) })).not.toBe(of({}))
})
