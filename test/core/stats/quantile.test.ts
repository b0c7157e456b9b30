import { expect, test } from '@jest/globals'
import { nearestRank, quantileOfSorted } from '../../../src/core/stats/quantile.ts'

test.each([
  [0.5, 1, 1],
  [0.5, 2, 1],
  [0.5, 3, 2],
  [0.95, 20, 19],
  [0.95, 21, 20],
  [0.07, 100, 7],
  [0.29, 100, 29],
  [0.57, 100, 57],
  [0.999, 1000, 999],
  [0.95, 100_000_000, 95_000_000],
  [0, 5, 1],
  [1, 5, 5],
])('the nearest rank of %p among %i is %i', (q, n, rank) => {
  expect(nearestRank(q, n)).toBe(rank)
})

test('nothing has no quantile', () => {
  expect(quantileOfSorted([], 0.5)).toBeUndefined()
})
