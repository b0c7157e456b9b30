import { expect, test } from '@jest/globals'
import { fingerprint } from '../../src/core/fingerprint.ts'
import { changesOf, loadOf } from '../../src/core/load.ts'
import type { HttpTest, Test } from '../../src/core/plan.ts'
import { httpTest, limit } from '../support/evidence.ts'
import { stressTest } from '../support/stress.ts'
import { jmeterTest } from './manifest/samples.ts'

const request = {
  ...{ name: 'GET /', method: 'GET', path: '/', headers: {} },
  ...{ weight: 1, status: [], timeoutMs: 1000 },
}
const whole: HttpTest = httpTest({ rate: 60, requests: [request] })
const { threads: _, ...withoutThreads } = whole

test.each<[string, Test]>([
  ['rate changed from 60/s to 80/s', { ...whole, rate: 80 }],
  ['rate changed from 60/s to 60.001/s', { ...whole, rate: 60.001 }],
  ['pods changed from 2 to 3', { ...whole, pods: 3 }],
  ['threads is not 40 any more', withoutThreads as HttpTest],
  [
    'size changed from 1,000m and 1 GiB to 1,001m and 1 GiB',
    { ...whole, size: { cpuMillis: 1001, memoryBytes: 2 ** 30 } },
  ],
  ['ramp changed from 30 s to 0 ms', { ...whole, rampMs: 0 }],
  ['duration changed from 5 min to 1 h', { ...whole, durationMs: 3_600_000 }],
  ['image changed from docker.io/library/node:24.11.0-slim to node:25', { ...whole, image: 'node:25' }],
  ['profile changed from load to endurance', { ...whole, profile: 'endurance' }],
  ['the requests changed', { ...whole, requests: [{ ...request, path: '/slow' }] }],
  ['the properties changed', { ...whole, properties: { locale: 'en' } }],
])('%s', (words, now) => {
  const said = changesOf(loadOf(whole), loadOf(now))
  expect(said).toEqual([words])
  expect(fingerprint(now)).not.toBe(fingerprint(whole))
})

test('of a stress test its steps and its limits of latency are told', () => {
  const before = stressTest()
  const steps = [20, 40, 60, 80]
  expect(changesOf(loadOf(before), loadOf(stressTest({ steps })))).toEqual([
    'steps changed from 10 20 30 40 50 60 70 80 to 20 40 60 80',
  ])
  expect(changesOf(loadOf(before), loadOf(stressTest({ limits: [limit.p95(300)] })))).toEqual(['the limits changed'])
})

test('of JMeter the plan is told apart, by its bytes', () => {
  const now = { ...jmeterTest, plan: { ...jmeterTest.plan, sha256: 'f'.repeat(64) } }
  expect(changesOf(loadOf(jmeterTest), loadOf(now))).toEqual(['the plan changed'])
})

test('what no fingerprint minds is no change', () => {
  const now = { ...whole, name: 'b', target: { url: 'http://elsewhere' }, limits: [], metrics: [] }
  expect(changesOf(loadOf(whole), loadOf(now))).toEqual([])
})
