import { expect, test } from '@jest/globals'
import type { Metric } from '../../src/core/plan.ts'
import type { MetricQuery } from '../../src/ports.ts'
import { queryMetrics } from '../../src/steps/query-metrics.ts'
import { httpTest, RUN, START } from '../support/evidence.ts'
import { NO_METRICS } from '../support/paired-metrics.ts'
import { pairedTest } from '../support/pairs.ts'

const METRICS: readonly Metric[] = [
  {
    id: 'cpu',
    query: 'cpu{pod=~"$target-.*"}[$window]',
    source: 'default',
    better: 'lower',
    unit: 'cores',
    per: 'request',
  },
  { id: 'up', query: 'up', source: 'other', better: 'higher' },
]

async function asked(of: Parameters<typeof httpTest>[0], make = httpTest) {
  const queries: MetricQuery[] = []
  const run = {
    id: RUN,
    test: make({ ...of, metrics: METRICS }),
    namespace: 'perf',
    bucket: 'b',
    prefix: 'p',
    region: 'eu-west-1',
  }
  const range: typeof NO_METRICS.range = (query, window) => {
    queries.push(query)
    return NO_METRICS.range(query, window)
  }
  const results = await queryMetrics(run, { from: START, to: START + 600_000 }, { range })
  return { queries, results }
}

test('each metric is asked once', async () => {
  const { queries, results } = await asked({})
  expect(queries.map(({ id, query, source }) => [id, query, source])).toEqual([
    ['cpu', 'cpu{pod=~"shop-.*"}[600s]', 'default'],
    ['up', 'up', 'other'],
  ])
  expect(results.map(({ id, state }) => [id, state])).toEqual([
    ['cpu', 'no-data'],
    ['up', 'no-data'],
  ])
})

test('in pairs a metric that names its target is asked of both, over the time of a block', async () => {
  const { queries } = await asked({}, pairedTest)
  expect(queries.map(({ query, side, per }) => [query, side, per])).toEqual([
    ['cpu{pod=~"base-.*"}[72s]', 'base', 'request'],
    ['cpu{pod=~"head-.*"}[72s]', 'head', 'request'],
    ['up', undefined, undefined],
  ])
})

test('where there was no load, nothing is asked and each metric says so', async () => {
  const run = { id: RUN, test: httpTest({ metrics: METRICS }), namespace: '', bucket: '', prefix: '', region: '' }
  const range = () => Promise.reject(new Error('asked'))
  const results = await queryMetrics(run, { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY }, { range })
  expect(results.map(({ id, state, why }) => [id, state, why])).toEqual([
    ['cpu', 'no-data', 'no pod made load, so there is no time to ask about'],
    ['up', 'no-data', 'no pod made load, so there is no time to ask about'],
  ])
  expect(results[0]).not.toHaveProperty('better')
})
