import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { resultsOf } from '../support/bucket.ts'
import { specOf, startPod } from '../support/pod.ts'
import { startS3 } from '../support/s3.ts'

jest.setTimeout(60_000) // programs of their own take seconds

test('an index that another pod has claimed makes no load and leaves the results alone', async () => {
  await using s3 = await startS3('results')
  const spec = specOf()
  const results = resultsOf(spec, s3)
  const claim = JSON.stringify({ pod: 'the-first', uid: 'another' })
  await results.store.put(results.names.claim(0), claim, 'application/json')
  using pod = startPod({ spec, s3 })
  expect(await pod.generator.ended).toBe(75)
  expect(pod.agent.output()).toContain('index 0 of run r20260101000000-abcdef is claimed by the-first')
  expect(existsSync(join(pod.work, 'load'))).toBe(false)
  expect(await results.store.list(results.names.pods)).toEqual([results.names.claim(0)])
})

test('a plan of another digest is not run', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ plan: { from: 'file', name: 'plan.jmx', sha256: '0'.repeat(64) } })
  using pod = startPod({ spec, s3 })
  expect(await pod.generator.ended).toBe(77)
  expect(await resultsOf(spec, s3).manifest()).toMatchObject({
    state: 'failed',
    message: expect.stringMatching(/^the plan plan\.jmx has sha256 \w{64}, not 0{64} /),
    blocks: [],
  })
})

test('pods that are missing at the barrier are named', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ pods: 3, barrierSeconds: 1 })
  using pod = startPod({ spec, s3 })
  expect(await pod.generator.ended).toBe(76)
  expect(await resultsOf(spec, s3).manifest()).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('block load: 1 of 3 pods were ready after 1 s; missing: 1, 2'),
  })
})

test('a bucket that denies ends the pod at once, with the permission that is missing', async () => {
  await using s3 = await startS3('results')
  s3.failing(() => ({ status: 403, code: 'AccessDenied' }))
  const spec = specOf()
  using pod = startPod({ spec, s3 })
  expect(await pod.generator.ended).toBe(78)
  expect(pod.agent.output()).toContain(
    'failed: cannot write s3://results/perf/shop/r20260101000000-abcdef/pods/0/claim.json: access denied',
  )
  expect(pod.agent.output()).toContain('allow s3:PutObject on arn:aws:s3:::results/perf/shop/')
})

test.each([
  [
    'an exit code',
    { 'fake.exit': '1' },
    { message: 'block load: jmeter ended with exit code 1', blocks: [{ exit: 1 }] },
  ],
  [
    'no end of the run, whatever the exit code',
    { 'fake.exit': '0', 'fake.silent': 'yes' },
    { message: 'block load: jmeter ended before its own end of run', blocks: [{ exit: 0, finished: false }] },
  ],
])('JMeter that ends with %s has failed, and its rows are kept', async (_, properties, expected) => {
  await using s3 = await startS3('results')
  const spec = specOf({ properties })
  using pod = startPod({ spec, s3 })
  expect(await pod.generator.ended).toBe(0)
  const manifest = await resultsOf(spec, s3).manifest()
  expect(manifest).toMatchObject({ ...expected, state: 'failed', summary: { total: { count: 20 } } })
  expect(manifest.tail[0]).toMatch(/^arguments: /)
})

test('a generator that is killed is found out', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ properties: { 'fake.rows': '100000' } })
  using pod = startPod({ spec, s3 })
  await pod.generator.says(/Waiting for possible/)
  await pod.agent.says(/jmeter begins/)
  pod.generator.process.kill('SIGKILL')
  process.kill(Number(readFileSync(join(pod.work, 'load/pid'), 'utf8')), 'SIGKILL')
  await pod.agent.says(/manifest: failed/)
  expect(await resultsOf(spec, s3).manifest()).toMatchObject({
    state: 'failed',
    message: 'block load: the generator was killed (out of memory?)',
  })
})
