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
import { countOf, Histogram, mergeHistograms, quantileOf } from '../../../src/core/stats/histogram.ts'
import { quantileOfSorted } from '../../../src/core/stats/quantile.ts'
import { sumHistograms } from '../../../src/core/stats/sum-histograms.ts'

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
      expect(sparse.map(([bucket]) => bucket)).toEqual([...sparse.map(([bucket]) => bucket)].sort((a, b) => a - b))
      expect(countOf(sparse)).toBe(values.length)
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
      const parts = [histogramOf(a).sparse(), histogramOf(b).sparse()] as const
      expect(mergeHistograms(...parts)).toEqual(pooled.sparse())
      expect(sumHistograms(parts)).toEqual(pooled.sparse())
    }),
  )
})

test('an empty histogram has no quantile', () => {
  expect(new Histogram().quantile(0.5)).toBeUndefined()
  expect(quantileOf([], 0.5)).toBeUndefined()
})

test('counts beyond 32 bits stay exact', () => {
  const histogram = histogramOf([7])
  histogram.record(7, 2 ** 40)
  histogram.record(90_000)
  expect(histogram.sparse()).toEqual([
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
