import { expect, jest, test } from '@jest/globals'
import { resultsOf } from '../support/bucket.ts'
import { read } from '../support/jtl.ts'
import { specOf, startPod } from '../support/pod.ts'
import { startS3 } from '../support/s3.ts'

jest.setTimeout(60_000) // programs of their own take seconds

const rowsOf = (chunks: readonly string[]) => chunks.map((chunk) => read(chunk).read)
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

test('a killed pod has lost at most one chunk', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ chunkSeconds: 0.5, properties: { 'fake.rows': '100000' } })
  using pod = startPod({ spec, s3 })
  await pod.agent.says(/chunk 2 shipped/)
  pod.agent.process.kill('SIGKILL')
  await pod.agent.ended
  const rows = rowsOf(await resultsOf(spec, s3).chunks())
  const told = [...pod.agent.output().matchAll(/chunk \d+ shipped, (\d+) rows/g)].map((match) => Number(match[1]))
  expect(rows.slice(0, 3)).toEqual(told.slice(0, 3))
  expect(rows.length).toBeGreaterThanOrEqual(3)
})

test('an agent that is started again goes on where the one before was killed', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ chunkSeconds: 0.5, properties: { 'fake.rows': '400' } })
  using pod = startPod({ spec, s3 })
  await pod.agent.says(/chunk 1 shipped/)
  pod.agent.process.kill('SIGKILL')
  await pod.agent.ended
  const second = pod.startAgent()
  expect(await pod.generator.ended).toBe(0)
  second.process.kill('SIGTERM')
  expect(await second.ended).toBe(0)
  const results = resultsOf(spec, s3)
  const manifest = await results.manifest()
  expect(manifest).toMatchObject({ state: 'done', summary: { total: { count: 400 } } })
  const rows = rowsOf(await results.chunks())
  expect(rows).toEqual(manifest.blocks[0]?.chunks.map((chunk) => chunk.rows))
  expect(sum(rows)).toBe(400)
})

test('load goes on while the bucket is away, and its rows come later', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ chunkSeconds: 0.3, properties: { 'fake.rows': '300' } })
  using pod = startPod({ spec, s3 })
  await pod.agent.says(/chunk 0 shipped/)
  s3.failing((request) => (request.includes('chunk') ? { status: 503, code: 'ServiceUnavailable' } : undefined))
  await pod.agent.says(/trying again/)
  s3.failing(() => undefined)
  expect(await pod.generator.ended).toBe(0)
  const results = resultsOf(spec, s3)
  expect(await results.manifest()).toMatchObject({ state: 'done', summary: { total: { count: 300 } } })
  expect(sum(rowsOf(await results.chunks()))).toBe(300)
})
