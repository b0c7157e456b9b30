import { expect, jest, test } from '@jest/globals'
import { resultsOf } from '../support/bucket.ts'
import { read } from '../support/jtl.ts'
import { type Pod, specOf, startPod } from '../support/pod.ts'
import { startS3 } from '../support/s3.ts'

jest.setTimeout(60_000) // programs of their own take seconds

const endless = { 'fake.rows': '100000', 'fake.every': '10' }

test('a stop.json stops JMeter gracefully, and no later block begins', async () => {
  await using s3 = await startS3('results')
  const [block] = specOf().blocks
  const blocks = ['one', 'two'].map((id) => ({ ...block!, id }))
  const spec = specOf({ blocks, properties: endless, chunkSeconds: 0.3 })
  using pod = startPod({ spec, s3 })
  await pod.agent.says(/one: chunk 0 shipped/)
  const results = resultsOf(spec, s3)
  await results.store.put(results.names.stop, '{}', 'application/json')
  expect(await pod.generator.ended).toBe(0)
  const manifest = await results.manifest()
  expect(manifest).toMatchObject({ state: 'stopped', message: 'a stop was asked for by control/stop.json' })
  expect(manifest.blocks).toMatchObject([{ block: 'one', exit: 0, finished: true }])
  expect(await rowsIn(results.chunks('one'))).toBe(manifest.summary.total.count)
})

test.each([
  [
    'the generator is told, as Kubernetes does it',
    (pod: Pod) => pod.generator.process.kill('SIGTERM'),
    143,
    'last words',
  ],
  ['the agent is told', (pod: Pod) => pod.agent.process.kill('SIGTERM'), 0, 'GET /1'],
] as const)('when %s, the load ends, nothing is lost, and the manifest says stopped', async (_, tell, exit, label) => {
  await using s3 = await startS3('results')
  const spec = specOf({ properties: endless })
  using pod = startPod({ spec, s3 })
  await pod.generator.says(/Waiting for possible Shutdown/)
  await pod.agent.says(/load: jmeter begins/)
  const results = resultsOf(spec, s3)
  await results.store.list('') // a moment of load
  tell(pod)
  expect(await pod.generator.ended).toBe(0)
  const manifest = await results.manifest()
  expect(manifest).toMatchObject({ state: 'stopped', message: 'the pod was told to end', blocks: [{ exit }] })
  expect(manifest.summary.labels.map((each) => each.label)).toContain(label)
  expect(await rowsIn(results.chunks())).toBe(manifest.summary.total.count)
})

test('a generator that goes on after its time is stopped, and the manifest says so', async () => {
  await using s3 = await startS3('results')
  const blocks = specOf().blocks.map((block) => ({ ...block, durationMs: 500 }))
  const spec = specOf({ blocks, overtimeSeconds: 1, properties: { ...endless, 'fake.endless': 'yes' } })
  using pod = startPod({ spec, s3 })
  expect(await pod.generator.ended).toBe(0)
  expect(await resultsOf(spec, s3).manifest()).toMatchObject({
    state: 'stopped',
    message: 'block load: the generator went on 1 s past its time and was stopped',
  })
})

test('JMeter is told to stop once: told again while it stops, it would not end', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ properties: { ...endless, 'fake.ending': '1500' } })
  using pod = startPod({ spec, s3, env: { PERF_GRACE_SECONDS: '1000' } })
  await pod.agent.says(/load: jmeter begins/)
  const results = resultsOf(spec, s3)
  await results.store.put(results.names.stop, '{}', 'application/json')
  expect(await pod.generator.ended).toBe(0)
  expect(await results.manifest()).toMatchObject({ state: 'stopped', blocks: [{ exit: 0, finished: true }] })
})

test('JMeter that does not hear is ended within the grace', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ properties: { ...endless, 'fake.deaf': 'yes' } })
  using pod = startPod({ spec, s3, env: { PERF_GRACE_SECONDS: '6' } })
  await pod.generator.says(/Waiting for possible Shutdown/)
  await pod.agent.says(/load: jmeter begins/)
  pod.agent.process.kill('SIGTERM')
  expect(await pod.generator.ended).toBe(0)
  const manifest = await resultsOf(spec, s3).manifest()
  expect(manifest).toMatchObject({ state: 'stopped', blocks: [{ exit: 143 }] })
  expect(manifest.summary.labels.map((each) => each.label)).toContain('last words')
})

test('a pod that is told to end while it waits for the others makes no load', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ pods: 2 })
  using pod = startPod({ spec, s3 })
  await pod.agent.says(/waiting for 2 pods/)
  pod.generator.process.kill('SIGTERM')
  expect(await pod.generator.ended).toBe(0)
  expect(await resultsOf(spec, s3).manifest()).toMatchObject({ state: 'stopped', blocks: [] })
})

async function rowsIn(chunks: Promise<readonly string[]>): Promise<number> {
  return (await chunks).reduce((sum, chunk) => sum + read(chunk).read, 0)
}
