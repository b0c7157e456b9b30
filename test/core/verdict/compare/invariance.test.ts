import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareWithHistory, historyFigures } from '../../../../src/core/verdict/compare/history.ts'
import { comparePairs, pairsFigures } from '../../../../src/core/verdict/compare/pairs.ts'
import type { RunQuantities } from '../../../../src/core/verdict/quantities.ts'
import { runOf } from '../../../support/quantities.ts'

const OPTIONS = { margin: 0.05, strict: true }
const ORDER = ['pass', 'inconclusive', 'warn', 'regression']

const run = (labels: number) =>
  fc
    .array(fc.array(fc.double({ min: 2, max: 6, noNaN: true }), { minLength: 3, maxLength: 3 }), {
      minLength: labels,
      maxLength: labels,
    })
    .map((logs) =>
      runOf(
        logs.map((log) => [...log].sort((a, b) => a - b)),
        [1e-5, 1e-4, 1e-3],
      ),
    )

/** Runs near one another, so that all outcomes occur. */
const runs = fc
  .integer({ min: 1, max: 8 })
  .chain((labels) =>
    fc
      .tuple(
        run(labels),
        fc.array(
          fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3 * labels, maxLength: 3 * labels }),
          { minLength: 2, maxLength: 8 },
        ),
        fc.double({ min: 0.001, max: 0.1, noNaN: true }),
      )
      .map(([level, noise, scale]) =>
        noise.map((each) => shifted(level, (label, metric) => scale * each[3 * label + metric]!)),
      ),
  )

function shifted(of: RunQuantities, by: (label: number, metric: number) => number): RunQuantities {
  const labels = of.labels.map((label, l) => ({
    ...label,
    quantiles: Object.fromEntries(
      Object.entries(label.quantiles).map(([name, { ln, ...rest }], m) => [name, { ...rest, ln: ln + by(l, m) }]),
    ),
  }))
  return { ...of, labels }
}

/** What both ways of comparing say of runs, the first being the head; figures rounded, since floats do not add up. */
function judged(all: readonly RunQuantities[]) {
  const [head, ...base] = all
  const half = Math.ceil(base.length / 2)
  const pairs = base
    .slice(0, half)
    .map((one, i) => ({ base: one, head: shifted(head!, (_, metric) => (i * metric) / 1e3) }))
  return [historyFigures(head!, base, OPTIONS), pairsFigures(pairs, { ...OPTIONS, alpha: 0.05 })].map(
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

test('the order of the labels changes nothing', () => {
  const reversed = (one: RunQuantities): RunQuantities => ({ ...one, labels: [...one.labels].reverse() })
  fc.assert(
    fc.property(runs, (all) => expect(judged(all.map(reversed))).toEqual(judged(all))),
    { numRuns: 50 },
  )
})

test('another unit of time, for each label its own, changes nothing', () => {
  fc.assert(
    fc.property(
      runs,
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 8, maxLength: 8 }),
      (all, units) => {
        expect(judged(all.map((one) => shifted(one, (label) => units[label]!)))).toEqual(judged(all))
      },
    ),
    { numRuns: 50 },
  )
})

test('a slower head never makes the verdict milder', () => {
  fc.assert(
    fc.property(runs, fc.double({ min: 0, max: 0.5, noNaN: true }), fc.boolean(), (all, more, everywhere) => {
      const [head, ...base] = all
      const slower = shifted(head!, (label) => (everywhere || label === 0 ? more : 0))
      const outcome = (one: RunQuantities) => historyFigures(one, base, OPTIONS).assessment.outcome
      // one label alone can move the median that the others are held against, so only what all share is monotone there
      if (everywhere) expect(ORDER.indexOf(outcome(slower))).toBeGreaterThanOrEqual(ORDER.indexOf(outcome(head!)))
      else expect(outcome(shifted(head!, (label) => (label === 0 ? 1 : 0)))).toBe('regression')
    }),
    { numRuns: 100 },
  )
})

test('a slower head never makes the verdict of pairs milder', () => {
  fc.assert(
    fc.property(runs, fc.double({ min: 0, max: 0.5, noNaN: true }), fc.nat(), (all, more, which) => {
      const pairs = all.slice(1).map((base, i) => ({ base, head: all[i]! }))
      const outcome = (by: (label: number) => number) => {
        const moved = pairs.map(({ base, head }) => ({ base, head: shifted(head, by) }))
        return comparePairs(moved, { ...OPTIONS, alpha: 0.05 }).outcome
      }
      const before = ORDER.indexOf(outcome(() => 0))
      expect(ORDER.indexOf(outcome(() => more))).toBeGreaterThanOrEqual(before)
      expect(outcome((label) => (label === which % all[0]!.labels.length ? 2 : 0))).toBe('regression')
    }),
    { numRuns: 100 },
  )
})

test('what is no number never makes a verdict', () => {
  const broken = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)
  fc.assert(
    fc.property(runs, broken, fc.nat(), (all, value, which) => {
      const [head, ...base] = all.map((one, i) =>
        i === which % all.length ? runOf(one.labels.map(() => [value, value, value])) : one,
      )
      for (const { outcome, findings } of [
        compareWithHistory(head!, base, OPTIONS),
        comparePairs([{ base: base[0]!, head: head! }], { ...OPTIONS, alpha: 0.05 }),
      ]) {
        if (which % all.length === 0) expect(outcome).toBe('inconclusive')
        for (const { change, low, high } of findings) expect([change, low, high].every(Number.isFinite)).toBe(true)
      }
    }),
    { numRuns: 50 },
  )
})
