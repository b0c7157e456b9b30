import { expect, test } from '@jest/globals'
import type { Test } from '../../src/core/plan.ts'
import type { Request } from '../../src/core/request.ts'
import { keys } from '../../src/core/run.ts'
import { closeAfterFailure, closeRunRecord, openRunRecord } from '../../src/steps/run-record.ts'
import { httpTest, jmeterTest, runOf } from '../core/manifest/samples.ts'
import { memoryStore } from '../support/memory-store.ts'

const request: Request = {
  config: 'perf.yaml',
  tests: 'all',
  namespace: 'perf',
  bucket: 'results',
  prefix: 'perf',
  region: 'eu-west-1',
  fluxPath: 'clusters/runs',
  fluxBranch: 'main',
  origin: { owner: 'acme', repo: 'shop', sha: 'f'.repeat(40), workflowUrl: 'https://github.com/acme/shop/1' },
}

async function opened(test: Test) {
  const store = memoryStore()
  const run = runOf(test)
  await openRunRecord({ run, digest: 'd1', request }, store)
  const key = keys(run).run
  const read = () => JSON.parse(store.objects.get(key) ?? '{}')
  return { store, key, read }
}

test('an open record has all that a later workflow needs to take the run over', async () => {
  const { read } = await opened(httpTest)
  expect(read()).toEqual({
    schema: 'perf-action/run/v1',
    id: 'r20261122031500-abcdef',
    state: 'open',
    namespace: 'perf',
    fluxPath: 'clusters/runs',
    digest: 'd1',
    origin: request.origin,
    test: httpTest,
  })
})

test('a record names the plan and does not hold it', async () => {
  const { store, key, read } = await opened(jmeterTest)
  const { path, sha256 } = jmeterTest.plan
  expect(read().test.plan).toEqual({ path, sha256 })
  expect(store.objects.get(key)).not.toContain('jmeterTestPlan')
})

test('a record is closed once: what comes later does not change how it ended', async () => {
  const { store, key, read } = await opened(httpTest)
  await closeRunRecord(key, 'pass', store)
  await closeRunRecord(key, 'cancelled', store)
  expect(read()).toMatchObject({ state: 'closed', closing: 'pass', id: 'r20261122031500-abcdef' })
})

test('a run that never had a record gets none by being closed', async () => {
  const store = memoryStore()
  await closeRunRecord('perf/x/run.json', 'failed', store)
  expect([...store.objects]).toEqual([])
})

test('after a failure a record that can not be closed is a warning', async () => {
  const { store, key } = await opened(httpTest)
  await store.put(key, 'damaged', 'text/plain')
  const warnings: string[] = []
  const log = {
    info: () => {},
    warning: (line: string) => void warnings.push(line),
    group: <T>(_: string, step: () => Promise<T>) => step(),
  }
  await closeAfterFailure(key, 'failed', { store, log })
  expect(warnings).toEqual([expect.stringContaining(`${key} stays open: `)])
})
