import { expect, test } from '@jest/globals'
import { mser5 } from '../../../src/core/stats/mser.ts'

/** A series without chance in it: alternates around its level. */
const steady = (n: number, level = 100) => Array.from({ length: n }, (_, i) => level + (i % 2 === 0 ? 1 : -1))

/** The definition, word by word. */
function byDefinition(series: readonly number[]): number {
  const n = Math.floor(series.length / 5)
  const means = Array.from({ length: n }, (_, j) => series.slice(5 * j, 5 * j + 5).reduce((a, b) => a + b) / 5)
  const statistics = Array.from({ length: Math.floor(n / 2) }, (_, d) => {
    const kept = means.slice(d)
    const mean = kept.reduce((a, b) => a + b) / kept.length
    return kept.reduce((sum, y) => sum + (y - mean) ** 2, 0) / kept.length ** 2
  })
  return 5 * statistics.indexOf(Math.min(...statistics))
}

test.each([
  ['a constant series', new Array(100).fill(7), 0],
  ['a slow start of 20', [...steady(20, 300), ...steady(200)], 20],
  ['a slow start within a batch', [...steady(12, 300), ...steady(200)], 15],
  ['a series that never settles', Array.from({ length: 100 }, (_, i) => 1000 - 10 * i), 45],
])('of %s the warm-up is cut', (_, series, cut) => {
  expect(mser5(series)).toBe(cut)
})

test('the cut is that of the definition', () => {
  const decay = Array.from({ length: 300 }, (_, t) => 100 * (1 + 3 * Math.exp(-t / 10)) + 5 * Math.sin(t * t))
  expect(mser5(decay)).toBe(byDefinition(decay))
  expect(mser5(decay)).toBeGreaterThan(0)
})

test('fewer than 50 observations say nothing', () => {
  expect(mser5(steady(49))).toBeUndefined()
  expect(mser5(steady(50))).toBe(0)
})
