import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, jest, test } from '@jest/globals'
import { parsePodManifest } from '../../src/core/pod-manifest.ts'
import { resultsOf } from '../support/bucket.ts'
import { read } from '../support/jtl.ts'
import { PLAN, specOf, startPod } from '../support/pod.ts'
import { startS3 } from '../support/s3.ts'

jest.setTimeout(60_000) // programs of their own take seconds

test('two pods begin together and bring their rows, their log and their manifests to the bucket', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ pods: 2, chunkSeconds: 0.4, properties: { 'fake.rows': '120' } })
  using first = startPod({ spec, s3, index: 0 })
  using second = startPod({ spec, s3, index: 1 })

  expect(await Promise.all([first.generator.ended, second.generator.ended])).toEqual([0, 0])
  const results = resultsOf(spec, s3)
  const manifests = await Promise.all([results.manifest(0), results.manifest(1)])
  const starts = manifests.map(({ blocks }) => blocks[0]?.startAt)
  expect(starts[0]).toBe(starts[1])
  for (const [index, manifest] of manifests.entries()) {
    const parsed = parsePodManifest(JSON.stringify(manifest), { run: spec.run, index })
    expect(JSON.parse(JSON.stringify(parsed))).toEqual(manifest)
    expect(manifest).toMatchObject({
      state: 'done',
      index,
      pod: `pod-${index}`,
      tail: expect.arrayContaining(['... end of run']),
    })
    const [block] = manifest.blocks
    expect(block).toMatchObject({ block: 'load', exit: 0, finished: true })
    expect(block?.startedAt).toBeGreaterThanOrEqual(block?.startAt ?? 0)
    expect(first.generator.output() + second.generator.output()).toContain(`(${block?.startedAt})`)
    const chunks = await results.chunks('load', index)
    expect(chunks.length).toBeGreaterThan(1)
    const parts = chunks.map((chunk) => read(chunk))
    expect(parts.map((part) => part.read)).toEqual(block?.chunks.map(({ rows }) => rows))
    expect(parts.reduce((sum, part) => sum + part.read, 0)).toBe(120)
    expect(manifest.summary.total).toMatchObject({ count: 120, errors: 0, p95: 12 })
    expect(await results.progress(index)).toMatchObject({ phase: 'done', count: 120, rows: { read: 120, skipped: 0 } })
  }
  const log = gunzipSync((await results.store.get(results.names.log(0))) ?? '').toString()
  expect(log).toContain('==> load/stdout\nStarting standalone test')
  expect(log).toContain('==> load/jmeter.log\narguments: ')
  first.agent.process.kill('SIGTERM')
  expect(await first.agent.ended).toBe(0)
})

test('JMeter gets the plan, its share of the threads and the arguments as they were meant', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ properties: { greeting: ' $(echo no) "two"  words\\n=*\' ' } })
  using pod = startPod({ spec, s3 })
  expect(await pod.generator.ended).toBe(0)
  expect(readFileSync(join(pod.work, 'plan.jmx'), 'utf8')).toBe(PLAN)
  const said = readFileSync(join(pod.work, 'load/jmeter.log'), 'utf8')
  const args = JSON.parse(said.slice('arguments: '.length)) as string[]
  expect(args).toEqual(expect.arrayContaining(['-Xmx64m', '-Jthreads=3', '-Jtarget.path=/base']))
  expect(args).toContain(`-Jgreeting= $(echo no) "two"  words\\n=*' `)
})

test('a generator that makes no samples ends with a summary of none', async () => {
  await using s3 = await startS3('results')
  const spec = specOf({ properties: { 'fake.rows': '0' } })
  using pod = startPod({ spec, s3 })
  expect(await pod.generator.ended).toBe(0)
  const manifest = await resultsOf(spec, s3).manifest()
  expect(manifest).toMatchObject({ state: 'done', summary: { total: { count: 0 }, rows: { read: 0, skipped: 0 } } })
  expect(manifest.blocks[0]?.chunks).toEqual([])
})
