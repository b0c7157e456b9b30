import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Point, type Summary, summarized, withoutStart } from '../../../../src/core/verdict/endurance/blocks.ts'
import { growthOf, kindOf, timeToLimit } from '../../../../src/core/verdict/endurance/growth.ts'
import { above } from '../../../../src/core/verdict/endurance/normal.ts'
import { slopeOf } from '../../../../src/core/verdict/endurance/slope.ts'
import { noise } from '../../../support/load.ts'

interface Case {
  readonly kind: string
  readonly growth: number
  readonly floor: boolean
  readonly points: readonly number[]
  readonly leak: boolean
  readonly levelChange: boolean
  readonly slope: number
  readonly low: number
  readonly high: number
}

/** Series and what the prototype says of them. */
const { endurance } = JSON.parse(
  readFileSync(new URL('../../../fixtures/verdict/long-runs.json', import.meta.url), 'utf8'),
) as { readonly endurance: readonly Case[] }

const timed = (values: readonly number[]): readonly Point[] => values.map((value, i) => [i, value])
const blocksOf = (values: readonly number[], summary: Summary = 'middle') =>
  summarized(timed(values), withoutStart({ from: 0, to: values.length }), summary)
const growth = (values: readonly number[], summary?: Summary) => growthOf(blocksOf(values, summary), values.length)
const kind = (values: readonly number[], summary?: Summary) => {
  const found = growth(values, summary)
  return kindOf(found, { margin: 0.05 * found.first, proven: found.slope.p <= 0.05 })
}

test.each(endurance.map((given, i) => [`${i}: ${given.kind}, growth ${given.growth}`, given] as const))(
  'judges as the prototype does: %s',
  (_, { points, floor, leak, levelChange, slope, low, high }) => {
    const summary = floor ? 'floor' : 'middle'
    expect(kind(points, summary)).toBe(leak ? 'leak' : levelChange ? 'level-change' : 'steady')
    const blocks = blocksOf(points, summary)
    const perBlock = (blocks.at(-1)![0] - blocks[0]![0]) / 23
    const found = slopeOf(blocks)
    expect(found.value * perBlock).toBeCloseTo(slope, 10)
    // ours also heeds the neighbours' neighbours, so that it is never surer
    expect(found.low * perBlock).toBeLessThan(low + 1e-10)
    expect(found.high * perBlock).toBeGreaterThan(high - 1e-10)
  },
)

const line = (length: number, by: number) => Array.from({ length }, (_, i) => 1000 + by * i)

test('a line reaches its limit when it does', () => {
  const found = growth(line(600, 1))
  expect(kind(line(600, 1))).toBe('leak')
  expect(found).toMatchObject({ slope: { value: 1, low: 1, high: 1 }, last: { value: 1600, low: 1600, high: 1600 } })
  expect(timeToLimit(found, 1700)).toEqual({ expected: 100, earliest: 100, latest: 100 })
  expect(timeToLimit(found, 1599)).toEqual({ expected: 0, earliest: 0, latest: 0 })
  expect(timeToLimit(growth(line(600, 0)), 2000).earliest).toBe(Number.POSITIVE_INFINITY)
})

test('the time to the limit is the earlier the steeper the slope may be', () => {
  const noisy = line(600, 0.5).map((value, i) => value + 80 * noise(i))
  const { earliest, expected, latest } = timeToLimit(growth(noisy), 2000)
  expect(earliest).toBeLessThan(expected)
  expect(expected).toBeLessThan(latest)
})

test('an end that is noisy moves the time to the limit little', () => {
  const values = line(600, 1)
  const spoiled = values.map((value, i) => (i >= 580 ? value + 90 : value))
  expect(timeToLimit(growth(spoiled), 1700).expected).toBeGreaterThan(90)
})

test('gaps move nothing', () => {
  const kept = timed(line(600, 1)).filter(([at]) => at % 7 !== 3 && !(at > 300 && at < 330))
  const blocks = summarized(kept, withoutStart({ from: 0, to: 600 }), 'middle')
  const found = growthOf(blocks, 600)
  expect(found.slope).toMatchObject({ value: 1, low: 1, high: 1 })
  expect(found.last.value).toBeCloseTo(1600, 6)
})

test('a slope is proven exactly where its lower bound is above zero', () => {
  const series = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 20, maxLength: 24 })
  fc.assert(
    fc.property(series, fc.integer({ min: -3, max: 3 }), (values, by) => {
      const { low, p } = slopeOf(timed(values.map((value, i) => value + by * i)))
      expect(p <= 0.05).toBe(low > 0)
    }),
  )
})

test.each([
  [0, 0.5],
  [1, 0.15865525393145707],
  [1.6448536269514722, 0.05],
  [3, 0.0013498980316300933],
  [6, 9.865876450376981e-10],
  [-2, 0.9772498680518208],
])('above %p there is %p of the normal distribution', (z, p) => {
  expect(Math.abs(above(z) / p - 1)).toBeLessThan(2e-7)
})

test('another unit changes nothing but the slope', () => {
  fc.assert(
    fc.property(fc.constantFrom(...endurance), fc.double({ min: 0.01, max: 1e9, noNaN: true }), ({ points }, unit) => {
      const scaled = points.map((value) => value * unit)
      expect(kind(scaled)).toBe(kind(points))
      expect(growth(scaled).slope.value / unit).toBeCloseTo(growth(points).slope.value, 6)
    }),
  )
})
