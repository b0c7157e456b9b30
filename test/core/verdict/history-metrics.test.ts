import { expect, test } from '@jest/globals'
import { metricDigests } from '../../../src/core/metric-digest.ts'
import type { Metric } from '../../../src/core/plan.ts'
import { runQuantities } from '../../../src/core/verdict/compare/run-quantities.ts'
import { judge } from '../../../src/core/verdict/judge.ts'
import { historyRecord } from '../../../src/core/verdict/record.ts'
import type { Verdict } from '../../../src/core/verdict/verdict.ts'
import { evidence, httpTest, metricResult } from '../../support/evidence.ts'
import { historyOf } from '../../support/history.ts'

const CPU: Metric = { id: 'cpu', query: 'up', source: 'default', better: 'lower', unit: 'cores' }
const asking = (metric: Partial<Metric> = {}) => httpTest({ metrics: [{ ...CPU, ...metric }] })

/** The metric at a level, against ten runs at 1 that asked `before`. */
function verdict(
  level: number,
  { asked = {}, before = {} }: { asked?: Partial<Metric>; before?: Partial<Metric> } = {},
): Verdict {
  const found = evidence({ test: asking(asked), metrics: [flat(level)] })
  const like = runQuantities(found.summary, [flat(1)])
  const history = historyOf(found.test, like, { runs: 10 })
  if (history.state !== 'read') throw new Error('there is no history')
  const queries = metricDigests(asking(before).metrics)
  const runs = history.baseline.runs.map((record) => ({ ...record, queries }))
  return judge({ ...found, history: { ...history, baseline: { ...history.baseline, runs } } })
}

function flat(level: number) {
  const { series, ...rest } = metricResult('cpu')
  return { ...rest, series: series.map((one) => ({ ...one, points: one.points.map(([at]) => [at, level] as const) })) }
}

const cpu = ({ findings }: Verdict) => findings.find(({ metric }) => metric === 'cpu')
const notes = ({ comparison }: Verdict) => comparison!.notes.filter((note) => note.startsWith('Metric "cpu"'))

test('a metric that rose against the runs before is named with its figures', () => {
  const found = verdict(1.4)
  expect(found.outcome).toBe('warn')
  expect(notes(found)).toEqual([
    expect.stringMatching(/^Metric "cpu" rose by (39|40|41) % against the last 10 runs \(between /),
  ])
  expect(cpu(found)).toMatchObject({ outcome: 'regression', after: 1.4, unit: 'cores' })
})

test.each<[string, Partial<Metric>]>([
  ['another query', { query: 'down' }],
  ['another source', { source: 'other' }],
  ['another unit', { unit: 'bytes' }],
  ['per request', { per: 'request' }],
])('runs that asked for %s say nothing of a metric', (_, before) => {
  const found = verdict(1.4, { before })
  expect(cpu(found)).toBeUndefined()
  expect(notes(found)).toEqual(['Metric "cpu" is not compared: no earlier run has it.'])
})

test('which way is better does not matter to the figures of runs before', () => {
  expect(cpu(verdict(0.6, { asked: { better: 'higher' } }))).toMatchObject({ outcome: 'regression', better: 'higher' })
})

test('what is 0 is not compared, and that is said', () => {
  expect(notes(verdict(0))).toEqual([
    'Metric "cpu" is not compared: it is not above 0, and a change is told as a ratio.',
  ])
})

test('a record says what was asked for its metrics', () => {
  const found = evidence({ test: asking(), metrics: [flat(2)] })
  const record = historyRecord(found, { verdict: judge(found), origin: { sha: 'a', branch: 'main', landed: true } })
  expect(record).toMatchObject({
    quantities: { metrics: { cpu: expect.closeTo(2) } },
    queries: { cpu: expect.stringMatching(/^[0-9a-f]{16}$/) },
  })
})
