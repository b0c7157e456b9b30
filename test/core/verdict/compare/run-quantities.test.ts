import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mergeSummaries } from '../../../../src/core/jtl/merge.ts'
import type { MetricResult } from '../../../../src/core/series.ts'
import { runQuantities } from '../../../../src/core/verdict/compare/run-quantities.ts'
import { noise, type Sample, summaryOf } from '../../../support/load.ts'

const START = Date.UTC(2026, 10, 2, 10)

/** One request every 10 ms over some seconds, latencies by `elapsed` of second and chance, as whole ms. */
function load(
  seconds: number,
  elapsed: (second: number, chance: number) => number,
  label = 'GET /',
): readonly Sample[] {
  return Array.from({ length: seconds * 100 }, (_, i) => ({
    label,
    at: START + 10 * i,
    elapsed: Math.round(elapsed(i / 100, noise(i))),
  }))
}

const steady = (_: number, chance: number) => 100 + 100 * chance

test('quantiles are those of the successes, with the variance within the run', () => {
  const samples = load(120, steady).map(
    (sample, i): Sample => (i % 10 === 0 ? { ...sample, elapsed: 9, failed: ['500', ''] } : sample),
  )
  const { labels, throughput } = runQuantities(summaryOf(samples), [])
  expect(labels).toHaveLength(1)
  expect(labels[0]).toMatchObject({ label: 'GET /', count: 12_000, errors: 1200 })
  const { p50, p95, p99 } = labels[0]!.quantiles
  expect(Math.exp(p50!.ln)).toBeCloseTo(150, -0.3)
  expect(Math.exp(p95!.ln)).toBeCloseTo(195, -0.3)
  expect(Math.exp(p99!.ln)).toBeCloseTo(199, -0.3)
  // the median of 10,800 values from 100 to 200: sd 100 sqrt(.25 / n), over its size
  expect(Math.sqrt(p50!.variance!)).toBeCloseTo((100 * Math.sqrt(0.25 / 10_800)) / 150, 2)
  expect(throughput).toBeCloseTo(100, 0)
})

test('a warm-up is cut, and steady load is not', () => {
  const warming = (second: number, chance: number) => steady(second, chance) * (1 + 3 * Math.exp(-second / 8))
  const [cold, warm] = [warming, steady].map((elapsed) => runQuantities(summaryOf(load(110, elapsed)), []).labels[0]!)
  expect(warm!.count).toBe(11_000)
  expect(cold!.count).toBeLessThan(9000)
  expect(cold!.quantiles.p50!.ln - warm!.quantiles.p50!.ln).toBeLessThan(0.03)
})

test('throughput is the same whatever of the load is cut as warm-up', () => {
  const warming = (second: number, chance: number) => steady(second, chance) * (1 + 3 * Math.exp(-second / 8))
  // ten seconds at twice the rate, as a timer that catches up makes them
  const bursts = [warming, steady].map((elapsed) =>
    load(110, elapsed).flatMap((one, i) => (i < 1000 ? [one, one] : one)),
  )
  const [cold, warm] = bursts.map((samples) => runQuantities(summaryOf(samples), []))
  expect(cold!.labels[0]!.count).toBeLessThan(warm!.labels[0]!.count)
  expect(cold!.throughput / warm!.throughput).toBeCloseTo(1, 2)
})

test('throughput is that of all pods, each in its own time', () => {
  const shifted = (by: number) => summaryOf(load(20, steady).map((sample) => ({ ...sample, at: sample.at + by })))
  const pods = [shifted(0), shifted(4000)]
  expect(runQuantities(mergeSummaries(pods), [], { pods }).throughput).toBeCloseTo(200, -1)
})

test('a quantile needs ten samples beyond it', () => {
  const { labels } = runQuantities(summaryOf(load(9, steady)), [])
  expect(Object.keys(labels[0]!.quantiles)).toEqual(['p50', 'p95'])
})

test('latencies of few ms are told apart though they are whole numbers', () => {
  const around = (ms: number) => runQuantities(summaryOf(load(60, (_, chance) => ms * (0.5 + chance))), []).labels[0]!
  expect(around(5.5).quantiles.p50!.ln - around(5).quantiles.p50!.ln).toBeCloseTo(Math.log(1.1), 1)
})

test('a run without a sample has nothing to compare', () => {
  expect(runQuantities(summaryOf([]), [])).toEqual({ labels: [], throughput: 0, metrics: {} })
})

test('the samples of two pods come to the same as those of one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 2, max: 7 }), (seed, every) => {
      const samples = load(80, (_, chance) => 20 + 400 * ((chance + seed / 1e6) % 1) ** 3)
      const shards = [samples.filter((_, i) => i % every === 0), samples.filter((_, i) => i % every !== 0)]
      expect(runQuantities(mergeSummaries(shards.map((shard) => summaryOf(shard))), [])).toEqual(
        runQuantities(summaryOf(samples), []),
      )
    }),
    { numRuns: 10 },
  )
})

test('a metric counts by its mean, and not where most of its window has no data', () => {
  const window = { start: 0, end: 100, step: 10 }
  const metric = (id: string, values: readonly number[]): MetricResult => ({
    ...{ id, query: id, source: 'default', window, state: 'ok' },
    series: [{ labels: {}, points: values.map((value, i) => [10 * i, value] as const) }],
  })
  const metrics = [metric('cpu', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), metric('memory', [5, 5])]
  expect(runQuantities(summaryOf(load(9, steady)), metrics).metrics).toEqual({ cpu: 6 })
})
