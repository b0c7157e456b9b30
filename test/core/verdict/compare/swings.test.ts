import { expect, test } from '@jest/globals'
import { HISTORY, PAIRS } from '../../../../src/core/verdict/compare/method.ts'
import { pairsFigures } from '../../../../src/core/verdict/compare/pairs.ts'
import { priorOf } from '../../../../src/core/verdict/compare/priors.ts'
import { runQuantities } from '../../../../src/core/verdict/compare/run-quantities.ts'
import { sharedVariances } from '../../../../src/core/verdict/compare/swings.ts'
import { noise, type Sample, summaryOf } from '../../../support/load.ts'
import { runOf } from '../../../support/quantities.ts'

const swing = [0, 0.1, 0, -0.1, 0]

test('what all labels do together is shared, and what each does alone is not', () => {
  const together = [1, 2, 3].map((level) => ({ p50: swing.map((by) => level + by) }))
  expect(sharedVariances(together).p50).toBeCloseTo((2 * 0.1 ** 2) / 4 / 5, 12)
  const apart = [0, 1, 2, 3, 4].map((turn) => ({ p50: [...swing.slice(turn), ...swing.slice(0, turn)] }))
  expect(sharedVariances(apart).p50).toBeCloseTo(0, 12)
})

test('a quantile that no label has in all parts shares nothing', () => {
  expect(sharedVariances([{ p50: [1, 2, 3, 4] }, { p50: [], p95: swing }])).toEqual({ p95: expect.any(Number) })
  expect(sharedVariances([])).toEqual({})
})

/** A request every 10 ms, of four labels in turn, 40 % slower and faster by turns of 20 s. */
function load(swings: (second: number) => number): readonly Sample[] {
  return Array.from({ length: 10_000 }, (_, i) => ({
    label: `GET /${i % 4}`,
    at: Date.UTC(2026, 10, 2, 10) + 10 * i,
    elapsed: Math.round((100 + 50 * noise(i)) * swings(i / 100)),
  }))
}

test('the swings of a machine are seen in a run, however many requests it had', () => {
  const calm = runQuantities(summaryOf(load(() => 1)), []).shared
  const restless = runQuantities(summaryOf(load((second) => (Math.floor(second / 20) % 2 === 0 ? 1 : 1.4))), []).shared
  expect(Math.sqrt(calm!.p50!)).toBeLessThan(0.01)
  // logs apart by .336 in three parts and in two: s² / 5 = .113 * (.6 * .4) * 5 / 4 / 5
  expect(Math.sqrt(restless!.p50!)).toBeCloseTo(Math.sqrt(0.113 * 0.24 * 0.25), 1.5)
})

test('swings are at least the noise of what all labels share, and of a label that stands alone', () => {
  const runs = [{ ...runOf([[1, 2, 3]]), shared: { p50: 0.01 } }]
  expect(priorOf('p50', runs, PAIRS)).toEqual({ ...PAIRS.priors.p50, common: Math.sqrt(0.02), single: Math.sqrt(0.02) })
  expect(priorOf('p50', runs, HISTORY)).toEqual({ ...HISTORY.priors.p50, common: 0.1, single: 0.1 })
  expect(priorOf('p95', runs, PAIRS)).toEqual(PAIRS.priors.p95)
  const odd = [{ ...runOf([[1, 2, 3]]), shared: { p50: Number.NaN } }]
  expect(priorOf('p50', odd, PAIRS)).toEqual(PAIRS.priors.p50)
})

/** The error of what all labels share in two pairs, of labels that differ by so much from pair to pair. */
function errorOfShared(apart: number): number {
  const run = (sign: number) =>
    runOf(Array.from({ length: 6 }, (_, label) => [1 + (label % 2 === 0 ? sign : -sign) * apart]))
  const pairs = [1, -1].map((sign) => ({ base: run(0), head: run(sign) }))
  const { tested } = pairsFigures(pairs, { margin: 0.05, strict: true, alpha: 0.05 })
  return tested.find(({ family }) => family === 'common')!.tested.error
}

test('labels that vary more than usual beside one another make what they share less sure', () => {
  expect(errorOfShared(0.2)).toBeGreaterThan(1.5 * errorOfShared(0.01))
  expect(errorOfShared(0.001)).toBeCloseTo(errorOfShared(0.01), 9)
})
