import { expect, test } from '@jest/globals'
import { coarsen, commonWidth, mergeSlices } from '../../../src/core/stats/slices.ts'
import { SparseHistogram } from '../../../src/core/stats/sparse-histogram.ts'
import type { Slice, Slices } from '../../../src/core/summary.ts'

const slice = (at: number, ...values: readonly number[]): Slice => ({
  at,
  count: values.length,
  errors: 0,
  successes: SparseHistogram.of(values.map((value) => [value, 1])),
})
const slices = (widthMs: number, ...list: readonly Slice[]): Slices => ({ widthMs, slices: list })

test('slices of one width add up, wherever they begin', () => {
  const merged = mergeSlices(slices(1000, slice(3000, 5), slice(5000, 6)), slices(1000, slice(1000, 4), slice(3000, 7)))
  expect(merged).toEqual(slices(1000, slice(1000, 4), slice(3000, 5, 7), slice(5000, 6)))
})

test('the narrower slices are widened to the others', () => {
  const merged = mergeSlices(slices(1000, slice(1000, 1), slice(2000, 2), slice(3000, 3)), slices(4000, slice(4000, 4)))
  expect(merged).toEqual(slices(4000, slice(0, 1, 2, 3), slice(4000, 4)))
})

test('nothing adds nothing, of whatever width', () => {
  const some = slices(1000, slice(1000, 1))
  expect(mergeSlices(slices(1), some)).toEqual(some)
  expect(mergeSlices(some, slices(1))).toEqual(some)
})

test.each([
  [119_000, 1000],
  [120_000, 2000],
  [239_000, 2000],
  [240_000, 4000],
])('a span up to %i ms takes slices of %i ms', (last, width) => {
  const wide = slices(1000, slice(0, 1), slice(last, 2))
  expect(commonWidth([wide])).toBe(width)
  expect(mergeSlices(slices(1000, slice(0, 1)), slices(1000, slice(last, 2)))).toEqual(coarsen(wide, width))
})
