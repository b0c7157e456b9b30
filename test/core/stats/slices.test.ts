import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { commonWidth, mergeSlices } from '../../../src/core/stats/slices.ts'
import { SparseHistogram } from '../../../src/core/stats/sparse-histogram.ts'
import type { Slice, Slices } from '../../../src/core/summary.ts'
import { anySlices } from '../../support/jtl-blocks.ts'

const slice = (at: number, ...values: readonly number[]): Slice => ({
  at,
  count: values.length,
  errors: 0,
  successes: SparseHistogram.of(values.map((value) => [value, 1])),
})
const slices = (widthMs: number, ...list: readonly Slice[]): Slices => ({ widthMs, slices: list })

/** One slice of several, as plainly as it can be said. */
function added(at: number, parts: readonly Slice[]): Slice {
  const counts = new Map<number, number>()
  let [count, errors, threads] = [0, 0, -1]
  for (const part of parts) {
    count += part.count
    errors += part.errors
    threads = Math.max(threads, part.threads ?? -1)
    for (const [bucket, times] of part.successes.toJSON()) counts.set(bucket, (counts.get(bucket) ?? 0) + times)
  }
  const successes = SparseHistogram.of([...counts].sort(([a], [b]) => a - b))
  return { at, count, errors, ...(threads < 0 ? {} : { threads }), successes }
}

test('slices of all lists are added up, at the width that fits them and at wider ones', () => {
  fc.assert(
    fc.property(fc.array(anySlices, { maxLength: 4 }), fc.constantFrom(1, 2, 8), (lists, wider) => {
      const widthMs = wider * commonWidth(lists)
      const all = lists.flatMap((list) => list.slices)
      const ats = [...new Set(all.map(({ at }) => at - (at % widthMs)))].sort((a, b) => a - b)
      const sums = ats.map((at) =>
        added(
          at,
          all.filter((part) => part.at >= at && part.at < at + widthMs),
        ),
      )
      expect(mergeSlices(lists, widthMs)).toStrictEqual({ widthMs, slices: sums })
      if (wider === 1) expect(mergeSlices(lists)).toStrictEqual({ widthMs, slices: sums })
    }),
  )
})

test('slices of one width add up, wherever they begin', () => {
  const merged = mergeSlices([
    slices(1000, slice(3000, 5), slice(5000, 6)),
    slices(1000, slice(1000, 4), slice(3000, 7)),
  ])
  expect(merged).toEqual(slices(1000, slice(1000, 4), slice(3000, 5, 7), slice(5000, 6)))
})

test('the narrower slices are widened to the others', () => {
  const merged = mergeSlices([
    slices(1000, slice(1000, 1), slice(2000, 2), slice(3000, 3)),
    slices(4000, slice(4000, 4)),
  ])
  expect(merged).toEqual(slices(4000, slice(0, 1, 2, 3), slice(4000, 4)))
})

test('nothing adds nothing, of whatever width', () => {
  const some = slices(1000, slice(1000, 1))
  expect(mergeSlices([slices(4000), some])).toEqual(some)
  expect(mergeSlices([some, slices(1)])).toEqual(some)
  expect(mergeSlices([])).toEqual(slices(1000))
})

test.each([
  [119_000, 1000],
  [120_000, 2000],
  [239_000, 2000],
  [240_000, 4000],
])('a span up to %i ms takes slices of %i ms', (last, width) => {
  expect(commonWidth([slices(1000, slice(0, 1), slice(last, 2))])).toBe(width)
  const merged = mergeSlices([slices(1000, slice(0, 1)), slices(1000, slice(last, 2))])
  expect(merged).toEqual(slices(width, slice(0, 1), slice(last - (last % width), 2)))
})
