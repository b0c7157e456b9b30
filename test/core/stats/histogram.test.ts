import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  type Bits,
  bucketCount,
  bucketOf,
  bucketValue,
  COARSE,
  FINE,
  MAX_VALUE,
} from '../../../src/core/stats/buckets.ts'
import { Histogram, meanOf, quantileOf } from '../../../src/core/stats/histogram.ts'
import { mergeHistograms } from '../../../src/core/stats/merge-histograms.ts'
import { quantileOfSorted } from '../../../src/core/stats/quantile.ts'
import { NO_COUNTS, SparseHistogram } from '../../../src/core/stats/sparse-histogram.ts'

const FORMS: readonly Bits[] = [FINE, COARSE]
const milliseconds = fc.oneof(fc.nat(500), fc.nat(20_000), fc.nat(MAX_VALUE))
const samples = fc.array(milliseconds, { minLength: 1, maxLength: 300 })
const quantile = fc.constantFrom(0.001, 0.5, 0.9, 0.95, 0.99, 0.999, 1)

function histogramOf(values: readonly number[], bits: Bits = FINE): Histogram {
  const histogram = new Histogram(bits)
  for (const value of values) histogram.record(value)
  return histogram
}

test.each([
  [FINE, 0, 0, 0],
  [FINE, 8191, 8191, 8191],
  [FINE, 8192, 8192, 8193],
  [FINE, 8193, 8192, 8193],
  [FINE, 8194, 8193, 8195],
  [FINE, 16_383, 12_287, 16_383],
  [FINE, 16_384, 12_288, 16_386],
  [FINE, MAX_VALUE, 81_919, 2 ** 31 - 2 ** 17],
  [COARSE, 2047, 2047, 2047],
  [COARSE, 2048, 2048, 2049],
  [COARSE, MAX_VALUE, 22_527, 2 ** 31 - 2 ** 19],
] as const)('at %i bits the value %i falls into bucket %i, reported as %i', (bits, value, bucket, reported) => {
  expect(bucketOf(value, bits)).toBe(bucket)
  expect(bucketValue(bucket, bits)).toBe(reported)
  expect(bucketCount(bits)).toBeGreaterThan(bucket)
})

test.each(FORMS)('at %i bits the reported value is exact below 2^bits and within 2^-bits above', (bits) => {
  fc.assert(
    fc.property(milliseconds, (value) => {
      const reported = bucketValue(bucketOf(value, bits), bits)
      expect(Math.abs(reported - value)).toBeLessThanOrEqual(value < 2 ** bits ? 0 : value / 2 ** bits)
    }),
  )
})

test.each(FORMS)('at %i bits quantiles are those of the sorted values', (bits) => {
  fc.assert(
    fc.property(samples, quantile, (values, q) => {
      const exact = quantileOfSorted(Int32Array.from(values).sort(), q)!
      expect(histogramOf(values, bits).quantile(q)).toBe(bucketValue(bucketOf(exact, bits), bits))
    }),
  )
})

test('a histogram comes back from its sparse form, whose buckets ascend', () => {
  fc.assert(
    fc.property(samples, (values) => {
      const sparse = histogramOf(values).sparse()
      expect(Histogram.from(sparse).sparse()).toEqual(sparse)
      const pairs = sparse.toJSON()
      expect(SparseHistogram.of(pairs)).toEqual(sparse)
      expect(pairs).toEqual([...pairs].sort(([a], [b]) => a - b))
      expect(sparse.count).toBe(values.length)
      expect(sparse.size).toBe(new Set(values.map((value) => bucketOf(value, FINE))).size)
    }),
  )
})

test('merging is pooling, by histogram or by sparse form', () => {
  fc.assert(
    fc.property(samples, samples, (a, b) => {
      const pooled = histogramOf([...a, ...b])
      const merged = histogramOf(a)
      merged.merge(histogramOf(b))
      expect(merged.sparse()).toEqual(pooled.sparse())
      expect(merged.count).toBe(pooled.count)
    }),
  )
})

test('many sparse histograms are merged as by pooling, few or many buckets each', () => {
  const near = fc.array(fc.oneof(fc.nat(40), fc.nat(9000), milliseconds), { maxLength: 60 })
  fc.assert(
    fc.property(fc.array(fc.oneof(near, samples, fc.constant([])), { maxLength: 40 }), (lists) => {
      const parts = lists.map((list) => histogramOf(list).sparse())
      expect(mergeHistograms([undefined, ...parts])).toEqual(histogramOf(lists.flat()).sparse())
    }),
  )
})

test('the mean is of the values of buckets', () => {
  expect(meanOf(histogramOf([1, 2, 2, 9000]).sparse())).toBeCloseTo((1 + 2 + 2 + 9001) / 4)
  expect(meanOf(NO_COUNTS)).toBeNaN()
})

test('an empty histogram has no quantile', () => {
  expect(new Histogram().quantile(0.5)).toBeUndefined()
  expect(quantileOf(NO_COUNTS, 0.5)).toBeUndefined()
})

test('counts beyond 32 bits stay exact', () => {
  const histogram = histogramOf([7])
  histogram.record(7, 2 ** 40)
  histogram.record(90_000)
  expect(histogram.sparse().toJSON()).toEqual([
    [7, 2 ** 40 + 1],
    [bucketOf(90_000, FINE), 1],
  ])
})

test.each([-1, 0.5, Number.NaN, 2 ** 31, Number.POSITIVE_INFINITY])('%p has no bucket', (value) => {
  expect(() => new Histogram().record(value)).toThrow(RangeError)
})

test('histograms of different buckets do not merge', () => {
  expect(() => new Histogram(FINE).merge(new Histogram(COARSE))).toThrow(RangeError)
})
