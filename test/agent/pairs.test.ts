import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, jest, test } from '@jest/globals'
import { parsePodManifest } from '../../src/core/pod-manifest.ts'
import type { Block } from '../../src/core/spec.ts'
import { decidedOrder } from '../../src/core/stop-order.ts'
import { resultsOf } from '../support/bucket.ts'
import { specOf, startPod } from '../support/pod.ts'
import { startS3 } from '../support/s3.ts'

jest.setTimeout(60_000) // programs of their own take seconds

const [load] = specOf().blocks
const blocks = (ids: readonly string[], over: Partial<Block> = {}) => ids.map((id) => ({ ...load!, ...over, id }))
const PAIRS = ['1-base', '1-head', '2-head', '2-base']
const brief = { 'fake.rows': '40' }
const DECIDED = decidedOrder('decided after 1 of 2 pairs')

/** A target that writes down what it is asked, and answers `revision`. */
async function openTarget(revision: () => string, reset = 200) {
  const asked: string[] = []
  const server = createServer(({ method, url }, response) => {
    asked.push(`${method} ${url}`)
    response.writeHead(method === 'POST' ? reset : 200).end(method === 'GET' ? revision() : '')
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...{ asked, url },
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed()).closeAllConnections()),
  }
}

test('two pods go through the blocks in step, and each block is in the bucket as soon as it is over', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ pods: 2, blocks: blocks(PAIRS), properties: brief })
  using first = startPod({ spec, s3, index: 0 })
  using second = startPod({ spec, s3, index: 1 })
  const results = resultsOf(spec, s3)
  await first.agent.says(/1-head: ready/)
  expect(await results.json(results.names.block(0, '1-base'))).toMatchObject({
    schema: 'perf-action/summary/v1',
    blocks: [{ block: '1-base' }],
  })
  expect(await Promise.all([first.generator.ended, second.generator.ended])).toEqual([0, 0])
  const manifests = await Promise.all([results.manifest(0), results.manifest(1)])
  expect(manifests.map(({ blocks }) => blocks.map(({ block }) => block))).toEqual([PAIRS, PAIRS])
  const [one, other] = manifests.map(({ blocks }) => blocks.map(({ startAt }) => startAt))
  expect(one).toEqual(other)
})

test('a comparison that is decided while a block runs ends it, in all pods, and the pods are done without it', async () => {
  await using s3 = await startS3('results')
  const [pair, next] = [blocks(PAIRS.slice(0, 2), { durationMs: 1000 }), blocks(PAIRS.slice(2))]
  const spec = specOf({ pods: 2, blocks: [...pair, ...next], properties: { 'fake.rows': '100000' } })
  using first = startPod({ spec, s3, index: 0 })
  using second = startPod({ spec, s3, index: 1 })
  const results = resultsOf(spec, s3)
  await Promise.all([first, second].map(({ agent }) => agent.says(/2-head: jmeter begins/)))
  await results.store.put(results.names.stop, DECIDED, 'application/json')
  expect(await Promise.all([first.generator.ended, second.generator.ended])).toEqual([0, 0])
  const manifests = await Promise.all([results.manifest(0), results.manifest(1)])
  for (const manifest of manifests) {
    expect(manifest).toMatchObject({ state: 'done' })
    expect(manifest.blocks.map(({ block }) => block)).toEqual(['1-base', '1-head'])
    expect(manifest.summary.blocks.map(({ block }) => block)).toEqual(['1-base', '1-head'])
  }
})

test('a block that is not needed any more is not waited for, whatever JMeter makes of a stop', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ blocks: blocks(PAIRS), properties: { 'fake.rows': '100000', 'fake.deaf': 'yes' } })
  using pod = startPod({ spec, s3, env: { PERF_GRACE_SECONDS: '1000' } })
  const results = resultsOf(spec, s3)
  await pod.agent.says(/1-base: jmeter begins/)
  await results.store.put(results.names.stop, DECIDED, 'application/json')
  expect(await pod.generator.ended).toBe(0)
  expect(await results.manifest()).toMatchObject({ state: 'done', blocks: [] })
})

test('a pod that is ready for a block that is not needed any more ends it for all, though another is missing', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ pods: 2, blocks: blocks(PAIRS), properties: brief })
  const results = resultsOf(spec, s3)
  using second = startPod({ spec, s3, index: 1 })
  await second.agent.says(/1-base: ready/)
  await results.store.put(results.names.stop, DECIDED, 'application/json')
  expect(await second.generator.ended).toBe(0)
  expect(await results.json(results.names.go('1-base'))).toEqual({ end: 'decided after 1 of 2 pairs' })
  expect(await results.manifest(1)).toMatchObject({ state: 'done', blocks: [] })
})

test('where the word to begin was given already, a decision comes too late for the barrier', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ pods: 2, blocks: blocks(['1-base']), properties: brief })
  const results = resultsOf(spec, s3)
  await results.store.put(results.names.go('1-base'), JSON.stringify({ startAt: Date.now() }), 'application/json')
  await results.store.put(results.names.stop, DECIDED, 'application/json')
  using second = startPod({ spec, s3, index: 1 })
  expect(await second.generator.ended).toBe(0)
  expect(second.agent.output()).toMatch(/1-base: jmeter begins/)
})

test('the target is reset before each block, by one pod, and asked for its revision before and after', async () => {
  let answers = 0
  await using target = await openTarget(() => (++answers > 3 ? '{"revision":"bbbbbbb"}' : 'aaaaaaa'))
  await using s3 = await startS3('results')
  const urls = { revision: `${target.url}/revision`, reset: `${target.url}/reset` }
  const spec = specOf({ blocks: blocks(['1-base', '1-head'], urls), properties: brief })
  using pod = startPod({ spec, s3 })
  expect(await pod.generator.ended).toBe(0)
  const ask = 'GET /revision'
  expect(target.asked).toEqual([ask, 'POST /reset', ask, ask, 'POST /reset', ask])
  const manifest = await resultsOf(spec, s3).manifest()
  const said = manifest.blocks.map(({ probes = [] }) => probes.map(({ revision }) => revision))
  expect(said).toEqual([
    ['aaaaaaa', 'aaaaaaa'],
    ['aaaaaaa', 'bbbbbbb'],
  ])
  const parsed = parsePodManifest(JSON.stringify(manifest), { run: spec.run, index: 0 })
  expect(JSON.parse(JSON.stringify(parsed))).toEqual(manifest)
})

test('a target that cannot be reset is a failure of all pods, with the reason', async () => {
  await using target = await openTarget(() => '', 500)
  await using s3 = await startS3('results')
  const spec = specOf({ pods: 2, blocks: blocks(['1-base'], { reset: `${target.url}/reset` }), properties: brief })
  using first = startPod({ spec, s3, index: 0 })
  using second = startPod({ spec, s3, index: 1 })
  expect(await Promise.all([first.generator.ended, second.generator.ended])).toEqual([0, 0])
  const results = resultsOf(spec, s3)
  for (const index of [0, 1])
    expect(await results.manifest(index)).toMatchObject({
      state: 'failed',
      message: `block 1-base: the target could not be reset: POST ${target.url}/reset answers 500`,
      blocks: [],
    })
})
