import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { PLAN_LIMIT, packPlan } from '../../../src/core/manifest/plan-file.ts'
import { jmeterTest, planFile, runOf } from './samples.ts'

const run = runOf(jmeterTest)

test('a plan of at most 512 KiB is a readable file', () => {
  const plan = planFile('x'.repeat(PLAN_LIMIT))
  const { source, files, uploads } = packPlan(run, plan)
  expect(source).toEqual({ from: 'file', name: 'plan.jmx', sha256: plan.sha256 })
  expect(files).toEqual([{ path: 'plan.jmx', content: 'x'.repeat(PLAN_LIMIT) }])
  expect(uploads).toEqual([])
})

test.each([
  ['one byte more than 512 KiB', 'x'.repeat(PLAN_LIMIT + 1)],
  ['a text that kustomize would damage', '\t<jmeterTestPlan>\n</jmeterTestPlan>'],
])('%s travels gzipped, with the digest of the plan itself', (_, text) => {
  const plan = planFile(text)
  const { source, files, uploads } = packPlan(run, plan)
  expect(source).toEqual({ from: 'gzip', name: 'plan.jmx.gz', sha256: plan.sha256 })
  expect(files.map((file) => [file.path, gunzipSync(file.content).toString()])).toEqual([['plan.jmx.gz', text]])
  expect(uploads).toEqual([])
})

test('a plan that even gzipped is over 512 KiB goes by the bucket, pinned by its digest', () => {
  const plan = planFile(randomBytes(PLAN_LIMIT + 1))
  const key = 'perf/checkout/r20261122031500-abcdef/plan/plan.jmx'
  expect(packPlan(run, plan)).toEqual({
    source: { from: 'bucket', name: key, sha256: plan.sha256 },
    files: [],
    uploads: [{ key, content: plan.content }],
  })
})
