import { expect, test } from '@jest/globals'
import { PerfError } from '../../src/core/error.ts'
import type { RevisionSource, RunningContainer } from '../../src/core/revision-source.ts'
import { parseRevisions } from '../../src/core/revisions-record.ts'
import { keys, type Run } from '../../src/core/run.ts'
import { collect } from '../../src/steps/collect.ts'
import { watchRevisions } from '../../src/steps/watch-revisions.ts'
import { metricResult, RUN, START } from '../support/evidence.ts'
import { memoryStore } from '../support/memory-store.ts'
import { NO_METRICS } from '../support/paired-metrics.ts'
import { pairedTest } from '../support/pairs.ts'
import { turningClock } from '../support/turning-clock.ts'

const IMAGE = { image: 'app=shop', namespace: 'shop' }

function scene(base: RevisionSource, head: RevisionSource) {
  const side = (revision: RevisionSource) => ({ url: 'http://shop-pr.shop.svc:8080', revision })
  const pairs = { base: side(base), head: side(head), most: 4 }
  const test = pairedTest({ pairs, target: pairs.head })
  const run: Run = { ...{ id: RUN, test, namespace: 'perf', bucket: 'b', prefix: 'p', region: 'eu-west-1' } }
  const [store, clock] = [memoryStore(), turningClock(START)]
  const lines: string[] = []
  const log = {
    info: (line: string) => void lines.push(line),
    warning: (line: string) => void lines.push(`warning: ${line}`),
    group: <T>(_: string, step: () => Promise<T>) => step(),
  }
  const asked: string[] = []
  const containers = async (namespace: string, selector: string): Promise<readonly RunningContainer[]> => {
    asked.push(`${selector} in ${namespace}`)
    return [{ pod: 'p', container: 'web', imageId: clock.now() < START + 100_000 ? 'old' : 'new' }]
  }
  const needs = {
    workloads: { containers },
    metrics: NO_METRICS,
    store,
    clock,
    log,
    signal: new AbortController().signal,
  }
  const read = async () => (await collect(run, { store, metrics: NO_METRICS })).revisions
  return { run, needs, store, clock, lines, asked, read }
}

test('what targets run is read before, after and twice a minute during the load, and found again by who collects', async () => {
  const { run, needs, clock, lines, asked, read } = scene(IMAGE, { image: 'app=other' })
  expect(await watchRevisions(run, needs, () => clock.sleep(110_000).then(() => 'the end of the load'))).toBe(
    'the end of the load',
  )
  const { base = [], head = [] } = (await read()) ?? {}
  expect(base.map(({ at, revision }) => [(at - START) / 1000, revision])).toEqual([
    ...[0, 30, 60, 90].map((second) => [second, 'old']),
    [110, 'new'],
  ])
  expect(head).toHaveLength(5)
  expect(asked.slice(0, 2)).toEqual(['app=shop in shop', 'app=other in perf'])
  expect(lines).toEqual(['the base runs old', 'the head runs old'])
})

test('a query is asked for this moment, its variables filled in for its side', async () => {
  const { run, needs, read } = scene('http://shop/revision', { query: 'info{s="$target"}', label: 'v', source: 'x' })
  const seen: unknown[] = []
  const range: typeof NO_METRICS.range = async ({ query, source }, window) => {
    seen.push({ query, source, window })
    return metricResult('revision', { query, source, window, series: [{ labels: { v: 'v7' }, points: [[1, 1]] }] })
  }
  await watchRevisions(run, { ...needs, metrics: { range } }, async () => {})
  const now = START / 1000
  expect(seen[0]).toEqual({ query: 'info{s="shop-pr"}', source: 'x', window: { start: now, end: now, step: 1 } })
  expect(await read()).toEqual({ head: [{ at: START, revision: 'v7' }, expect.objectContaining({ revision: 'v7' })] })
})

test.each(['FORBIDDEN', 'CONFIG'] as const)(
  'pods that cannot be seen (%s) end the run before its load, with what to do',
  async (code) => {
    const { run, needs, store } = scene(IMAGE, IMAGE)
    const forbidden = new PerfError(code, 'user x may not list pods', { hint: 'grant it' })
    const containers = async () => {
      throw forbidden
    }
    let loaded = false
    const load = async () => {
      loaded = true
    }
    await expect(watchRevisions(run, { ...needs, workloads: { containers } }, load)).rejects.toBe(forbidden)
    expect(loaded).toBe(false)
    expect(store.objects.size).toBe(0)
  },
)

test('pods that are not there are warned of before the load, not only when it is over', async () => {
  const { run, needs, lines } = scene('http://shop/revision', IMAGE)
  await watchRevisions(run, { ...needs, workloads: { containers: async () => [] } }, async () => {})
  expect(lines).toEqual(['warning: nobody knows what the head runs: no pod of `app=shop` runs'])
})

test('what cannot be read once is noted, and the load goes on', async () => {
  const { run, needs, clock, read } = scene('http://shop/revision', IMAGE)
  let times = 0
  const containers = async () => {
    if (++times === 2) throw new PerfError('KUBERNETES', 'the API server answered 503')
    return [{ pod: 'p', container: 'web', imageId: 'same' }]
  }
  await watchRevisions(run, { ...needs, workloads: { containers } }, () => clock.sleep(40_000))
  expect((await read())?.head?.map(({ revision, why }) => revision ?? why)).toEqual([
    'same',
    'the API server answered 503',
    'same',
  ])
})

test('where the load fails, that is what is told, and nothing is left behind', async () => {
  const { run, needs, store } = scene(IMAGE, IMAGE)
  const failed = new Error('the Job was deleted')
  await expect(watchRevisions(run, needs, () => Promise.reject(failed))).rejects.toBe(failed)
  expect(store.objects.has(keys(run).revisions)).toBe(false)
})

test('targets that answer for themselves are left to the pods', async () => {
  const { run, needs, store, asked, read } = scene('http://a/revision', 'http://b/revision')
  await watchRevisions(run, needs, async () => {})
  expect([asked, [...store.objects], await read()]).toEqual([[], [], undefined])
})

test('a record that is not ours is refused when it is collected', async () => {
  const { run, store, read } = scene(IMAGE, IMAGE)
  await store.put(keys(run).revisions, '{"schema":"other"}', 'application/json')
  await expect(read()).rejects.toMatchObject({ code: 'STORE' })
  expect(() => parseRevisions('{')).toThrow(PerfError)
})
