import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { byLevel } from '../../../../src/core/verdict/compare/level-shifts.ts'
import { quantities, varied } from '../../../support/history.ts'

const LABELS = { 'POST /pay': 400, 'POST /cart': 200, 'GET /products': 90, 'GET /': 40 }

/** Runs, the newest first, each `by` times as slow as the first ones were, and no two the same. */
const runs = (...by: readonly number[]) =>
  by.map((times, i) => {
    const slower = Object.entries(LABELS).map(([label, ms]) => [label, ms * times])
    return { i, quantities: varied(quantities(Object.fromEntries(slower)), i + 1) }
  })
const sizes = (...by: readonly number[]) => byLevel(runs(...by)).map(({ length }) => length)
const many = (count: number, times: number): readonly number[] => Array.from({ length: count }, () => times)

test.each<[string, readonly number[], readonly number[]]>([
  ['runs of one level are one piece', many(20, 1), [20]],
  ['a level that is lower for good begins anew', [...many(5, 0.7), ...many(12, 1)], [5, 12]],
  ['so does one that is higher', [...many(4, 1.5), ...many(16, 1)], [4, 16]],
  ['two runs are too few for a new level', [...many(2, 1.5), ...many(18, 1)], [20]],
  ['one bad run is none', [1, 1, 1, 1, 3, ...many(10, 1)], [15]],
  ['two shifts are two beginnings', [...many(6, 2.2), ...many(6, 1.5), ...many(8, 1)], [6, 6, 8]],
  ['a shift of 2 % is not worth it', [...many(10, 1.02), ...many(10, 1)], [20]],
  ['of six runs nothing can be told', [...many(3, 3), ...many(3, 1)], [6]],
  ['of none neither', [], [0]],
])('%s', (_, by, expected) => {
  expect(sizes(...by)).toEqual(expected)
})

test('a label that only some runs have, or none that all have, makes no shift', () => {
  const some = runs(...many(10, 1)).map((run, i) =>
    i < 5 ? run : { ...run, quantities: { ...run.quantities, labels: run.quantities.labels.slice(1) } },
  )
  expect(byLevel(some)).toHaveLength(1)
  expect(byLevel(some.map((run) => ({ ...run, quantities: quantities({}) })))).toEqual([expect.anything()])
})

test('whatever the levels are, no run is lost, the order stays, and no piece but the whole is short', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { maxLength: 20 }), (by) => {
      const pieces = byLevel(runs(...by))
      expect(pieces.flat().map(({ i }) => i)).toEqual(by.map((_, i) => i))
      if (pieces.length > 1) for (const piece of pieces) expect(piece.length).toBeGreaterThanOrEqual(3)
    }),
  )
})
