import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { packSlices } from '../../../src/core/jtl/packed-slices.ts'
import { coarsen, mergeSlices } from '../../../src/core/stats/slices.ts'
import { SparseHistogram } from '../../../src/core/stats/sparse-histogram.ts'
import type { Slice, Slices } from '../../../src/core/summary.ts'

const slice = (widthMs: number) =>
  fc
    .record({
      at: fc.nat(150).map((number) => number * widthMs),
      errors: fc.nat(5),
      counts: fc.dictionary(fc.nat(5000).map(String), fc.integer({ min: 1, max: 2 ** 40 }), { maxKeys: 20 }),
      threads: fc.option(fc.nat(100), { nil: undefined }),
    })
    .map(({ at, errors, counts, threads }): Slice => {
      const pairs = Object.entries(counts).map(([bucket, count]) => [Number(bucket), count] as const)
      const successes = SparseHistogram.of(pairs.sort(([a], [b]) => a - b))
      return { at, count: successes.count + errors, errors, ...(threads === undefined ? {} : { threads }), successes }
    })

const anySlices: fc.Arbitrary<Slices> = fc
  .constantFrom(1000, 4000)
  .chain((widthMs) =>
    fc
      .uniqueArray(slice(widthMs), { selector: ({ at }) => at, minLength: 1, maxLength: 10 })
      .map((list) => ({ widthMs, slices: list.sort((a, b) => a.at - b.at) })),
  )

test('packed slices are what they were, also once they are packed again', () => {
  fc.assert(
    fc.property(anySlices, (slices) => {
      const packed = packSlices([slices], slices.widthMs)
      expect(packed).toEqual(slices)
      expect(JSON.stringify(packed)).toBe(JSON.stringify(slices))
      expect(packSlices([packed], slices.widthMs)).toEqual(slices)
    }),
  )
})

test('slices are added up as those are that are not packed, at a width that fits', () => {
  fc.assert(
    fc.property(anySlices, anySlices, (a, b) => {
      const merged = mergeSlices(a, b)
      expect(packSlices([a, b])).toEqual(coarsen(merged, merged.widthMs))
      expect(packSlices([packSlices([a], a.widthMs), packSlices([b], b.widthMs)])).toEqual(merged)
      expect(packSlices([packSlices([a], a.widthMs)], 2 * a.widthMs)).toEqual(coarsen(a, 2 * a.widthMs))
    }),
  )
})
