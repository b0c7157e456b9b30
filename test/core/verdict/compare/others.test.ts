import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { benjaminiHochberg } from '../../../../src/core/verdict/compare/families.ts'
import { compareWithHistory, historyFigures } from '../../../../src/core/verdict/compare/history.ts'
import { comparePairs, pairsFigures } from '../../../../src/core/verdict/compare/pairs.ts'
import type { RunQuantities } from '../../../../src/core/verdict/quantities.ts'

const OPTIONS = { margin: 0.05, strict: true }
const ORDER = ['pass', 'inconclusive', 'warn', 'regression']
const COUNT = 2000

interface Drawn {
  readonly errors: readonly number[]
  readonly throughput: number
  readonly metrics: readonly number[]
}

const drawn = (labels: number, metrics: number): fc.Arbitrary<Drawn> =>
  fc.record({
    errors: fc.array(fc.nat(200), { minLength: labels, maxLength: labels }),
    throughput: fc.double({ min: 40, max: 60, noNaN: true }),
    metrics: fc.array(fc.double({ min: 1, max: 1.3, noNaN: true }), { minLength: metrics, maxLength: metrics }),
  })

/** Runs of the same latencies, whose errors and metrics differ. */
const runs = fc
  .record({
    labels: fc.integer({ min: 1, max: 5 }),
    metrics: fc.integer({ min: 1, max: 4 }),
    count: fc.integer({ min: 3, max: 12 }),
  })
  .chain(({ labels, metrics, count }) => fc.array(drawn(labels, metrics), { minLength: count, maxLength: count }))
  .map((all) => all.map(runOf))

function runOf({ errors, throughput, metrics }: Drawn): RunQuantities {
  const quantiles = Object.fromEntries(['p50', 'p95', 'p99'].map((name, i) => [name, { ln: 4 + i, variance: 1e-4 }]))
  return {
    labels: errors.map((failed, i) => ({ label: `label ${i}`, count: COUNT, errors: failed, quantiles })),
    throughput,
    metrics: Object.fromEntries(metrics.map((value, i) => [`metric-${i}`, value])),
  }
}

type Better = 'lower' | 'higher'

const asked = (run: RunQuantities, better: Better = 'lower') => Object.keys(run.metrics).map((id) => ({ id, better }))

/** What both ways to compare make of a head and its bases, figures rounded, whatever the order. */
function judged([head, ...base]: readonly RunQuantities[], metrics = asked(head!)) {
  const options = { ...OPTIONS, metrics }
  const pairs = base.map((one) => ({ base: one, head: head! }))
  return [historyFigures(head!, base, options), pairsFigures(pairs, { ...options, alpha: 0.05 })].map(
    ({ tested, assessment }) => ({
      outcome: assessment.outcome,
      tested: tested
        .map(({ label, metric, tested: { value, error, p } }) => [
          label,
          metric,
          ...[value, error, p].map((x) => Number(x.toFixed(6)) + 0),
        ])
        .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    }),
  )
}

const changed = (run: RunQuantities, change: (value: number, id: string) => number): RunQuantities => ({
  ...run,
  metrics: Object.fromEntries(Object.entries(run.metrics).map(([id, value]) => [id, change(value, id)])),
})

test('another unit of a metric changes nothing', () => {
  fc.assert(
    fc.property(runs, fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (all, unit) => {
      expect(judged(all.map((run) => changed(run, (value) => value * unit)))).toEqual(judged(all))
    }),
    { numRuns: 50 },
  )
})

test('neither the order of metrics nor that of labels changes anything', () => {
  const reversed = (run: RunQuantities): RunQuantities => ({
    ...run,
    labels: [...run.labels].reverse(),
    metrics: Object.fromEntries(Object.entries(run.metrics).reverse()),
  })
  fc.assert(
    fc.property(runs, (all) => {
      const turned = all.map(reversed)
      expect(judged(turned, asked(turned[0]!))).toEqual(judged(all))
    }),
    { numRuns: 50 },
  )
})

test('more of what is better lower never makes the verdict milder, nor less of what is better higher', () => {
  fc.assert(
    fc.property(
      runs,
      fc.double({ min: 1, max: 3, noNaN: true }),
      fc.constantFrom<Better>('lower', 'higher'),
      (all, more, better) => {
        const [head, ...base] = all
        const worse = changed(head!, (value) => (better === 'lower' ? value * more : value / more))
        const outcomes = [head!, worse].map((one) =>
          judged([one, ...base], asked(one, better)).map(({ outcome }) => ORDER.indexOf(outcome)),
        )
        outcomes[0]!.forEach((milder, i) => {
          expect(outcomes[1]![i]).toBeGreaterThanOrEqual(milder)
        })
      },
    ),
    { numRuns: 100 },
  )
})

test('more errors never make the verdict milder', () => {
  fc.assert(
    fc.property(runs, fc.nat(500), (all, more) => {
      const [head, ...base] = all
      const failing = { ...head!, labels: head!.labels.map((one) => ({ ...one, errors: one.errors + more })) }
      const outcome = (one: RunQuantities) => ORDER.indexOf(historyFigures(one, base, OPTIONS).assessment.outcome)
      expect(outcome(failing)).toBeGreaterThanOrEqual(outcome(head!))
    }),
    { numRuns: 100 },
  )
})

test('a metric that is no number above 0 makes no verdict and no figure', () => {
  const broken = fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)
  fc.assert(
    fc.property(runs, broken, fc.boolean(), (all, value, inHead) => {
      const [head, ...base] = all.map((run, i) => (inHead === (i === 0) ? changed(run, () => value) : run))
      const metrics = asked(head!)
      const pairs = base.map((one) => ({ base: one, head: head! }))
      for (const { findings } of [
        compareWithHistory(head!, base, { ...OPTIONS, metrics }),
        comparePairs(pairs, { ...OPTIONS, metrics, alpha: 0.05 }),
      ])
        for (const { metric, change, low, high } of findings) {
          expect(metric).not.toMatch(/^metric-/)
          expect([change, low, high].every(Number.isFinite)).toBe(true)
        }
    }),
    { numRuns: 50 },
  )
})

test('many labels and metrics do not hide that all requests fail more often', () => {
  const noise = (i: number) => 1 + 0.06 * Math.sin(7 * i)
  const run = (i: number, errors: number) =>
    runOf({
      errors: Array(20).fill(errors),
      throughput: 50 * noise(i),
      metrics: Array.from({ length: 10 }, (_, m) => noise(i + m)),
    })
  const base = Array.from({ length: 10 }, (_, i) => run(i, i % 2 === 0 ? 8 : 14))
  const head = run(11, 30)
  const { findings } = compareWithHistory(head, base, { ...OPTIONS, metrics: asked(head) })
  expect(findings).toContainEqual(expect.objectContaining({ label: '*', metric: 'error-rate', outcome: 'regression' }))
})

test.each<[string, readonly number[], readonly number[], readonly boolean[]]>([
  ['equal weights are none', [0.02, 0.03, 0.5], [2, 2, 2], [true, true, false]],
  ['a heavy one needs less evidence', [0.04, 0.5, 0.5], [8, 1, 1], [true, false, false]],
  ['a light one needs more', [0.01, 0.5, 0.5], [1, 8, 8], [false, false, false]],
  ['what is no number is never rejected', [Number.NaN, 0.0001], [1, 1], [false, true]],
])('Benjamini and Hochberg with weights: %s', (_, p, weights, rejected) => {
  expect(benjaminiHochberg(p, 0.05, weights)).toEqual(rejected)
})
