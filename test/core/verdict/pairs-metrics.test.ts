import { expect, test } from '@jest/globals'
import type { Limit } from '../../../src/core/limit.ts'
import type { Metric } from '../../../src/core/plan.ts'
import { judge } from '../../../src/core/verdict/judge.ts'
import type { Verdict } from '../../../src/core/verdict/verdict.ts'
import { type PairedSeries, pairedSeries } from '../../support/paired-metrics.ts'
import { type PairedScene, pairedEvidence, pairedTest } from '../../support/pairs.ts'

const CPU: Metric = {
  id: 'cpu',
  query: 'rate(x{pod=~"$target-.*"}[15s])',
  source: 'default',
  better: 'lower',
  unit: 'cores',
}

function verdict(series: PairedSeries, metric: Partial<Metric> = {}, scene: PairedScene = {}): Verdict {
  const { test: asked = pairedTest() } = scene
  const evidence = pairedEvidence({ blocks: 12, ...scene, test: { ...asked, metrics: [{ ...CPU, ...metric }] } })
  return judge({ ...evidence, metrics: pairedSeries(evidence, 'cpu', series) })
}

const more = (share: number) => ({ level: (side: string) => (side === 'head' ? 1 + share : 1) })
const cpu = ({ findings }: Verdict) => findings.find(({ metric }) => metric === 'cpu')

test('a metric alone that rose is a regression, named with its figures', () => {
  const found = verdict(more(0.3))
  expect(found.outcome).toBe('regression')
  expect(found.reasons[0]).toMatch(
    /^Metric "cpu" rose by (29|30|31) % against the base in \d pairs \(between \d+ % and \d+ %\)\.$/,
  )
  expect(cpu(found)).toMatchObject({ label: '*', outcome: 'regression', unit: 'cores', better: 'lower' })
  expect(cpu(found)!.before).toBeCloseTo(1, 1)
  expect(cpu(found)!.after).toBeCloseTo(1.3, 1)
})

test('a metric that did not change, or became better, lets the run pass', () => {
  expect(verdict(more(0)).outcome).toBe('pass')
  expect(verdict(more(-0.3))).toMatchObject({ outcome: 'pass' })
  expect(verdict(more(0.3), { better: 'higher' })).toMatchObject({ outcome: 'pass' })
  expect(verdict(more(-0.3), { better: 'higher' })).toMatchObject({ outcome: 'regression' })
})

test('a metric of both targets together is told apart by the time of the blocks', () => {
  const together = { ...more(0.3), query: 'sum(rate(container_cpu_usage_seconds_total{namespace="shop"}[15s]))' }
  expect(verdict(together).reasons[0]).toMatch(/^Metric "cpu" rose by (29|30|31) %/)
})

test('per request, a head that serves fewer with the same CPU is worse', () => {
  const { rate: _, ...waiting } = pairedTest()
  const fewer: PairedScene = {
    test: { ...waiting, threads: 10 },
    change: (sample, side, n) => (side === 'head' && n % 4 === 0 ? undefined : sample),
  }
  const per = { ...more(0), change: { per: 'request' as const, unit: 'cores' } }
  const found = verdict(per, { per: 'request' }, fewer)
  expect(found.reasons.join(' ')).toMatch(/Metric "cpu" per request rose by 3\d %/)
  expect(cpu(found)).toMatchObject({ unit: 's', per: 'request' })
})

test.each<[string, PairedSeries, RegExp]>([
  [
    'is scraped too seldom',
    { ...more(0.3), every: 60 },
    /a new value about every 1 min, which is too seldom for blocks whose full load takes 1 min 30 s\.$/,
  ],
  [
    'looks back too far',
    { ...more(0.3), query: 'rate(x{pod=~"$target-.*"}[5m])' },
    /its query looks back 5 min, which is too far for blocks/,
  ],
  [
    'has no data',
    { ...more(0.3), change: { series: [], state: 'no-data', why: 'Prometheus has no series for this query' } },
    /: Prometheus has no series for this query\.$/,
  ],
  ['is 0', { level: () => 0, query: 'x' }, /: it is not above 0, and a change is told as a ratio\.$/],
])('a metric that %s has no say, and that is said once', (_, series, why) => {
  const { outcome, comparison, findings } = verdict(series)
  expect(outcome).toBe('pass')
  expect(findings.filter(({ metric }) => metric === 'cpu')).toEqual([])
  const notes = comparison!.notes.filter((note) => note.startsWith('Metric "cpu" is not compared: '))
  expect(notes).toEqual([expect.stringMatching(why)])
})

test('a limit of a metric is for the head, while it is under load', () => {
  const least = (bound: number): Limit => ({
    ...{ text: `metric(cpu).min > ${bound}`, quantity: { kind: 'metric', id: 'cpu', statistic: 'min' } },
    ...{ operator: '>', bound },
  })
  const high = { level: (side: string) => (side === 'head' ? 0.5 : 0.9) }
  const judged = (bound: number) =>
    verdict(high, { better: 'higher' }, { test: pairedTest({ limits: [least(bound)] }) }).limits[0]
  expect(judged(0.45)).toMatchObject({ state: 'met' }) // idle it is a tenth of that
  expect(judged(0.6)).toMatchObject({ state: 'broken' })
})
