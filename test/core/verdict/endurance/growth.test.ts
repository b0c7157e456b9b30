import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { blocksOf } from '../../../../src/core/verdict/endurance/blocks.ts'
import { growthOf, timeToLimit } from '../../../../src/core/verdict/endurance/growth.ts'
import { slopeOf } from '../../../../src/core/verdict/endurance/slope.ts'

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

test.each(endurance.map((given, i) => [`${i}: ${given.kind}, growth ${given.growth}`, given] as const))(
  'judges as the prototype does: %s',
  (_, { points, floor, leak, levelChange, slope, low, high }) => {
    const summary = floor ? 'floor' : 'middle'
    expect(growthOf(points, summary)!.kind).toBe(leak ? 'leak' : levelChange ? 'level-change' : 'steady')
    const blocks = slopeOf(blocksOf(points, summary)!.values)
    expect(blocks.value).toBeCloseTo(slope, 10)
    expect(blocks.low).toBeCloseTo(low, 10)
    expect(blocks.high).toBeCloseTo(high, 10)
  },
)

const line = (length: number, by: number) => Array.from({ length }, (_, i) => 1000 + by * i)

test('a line reaches its limit when it does', () => {
  const growth = growthOf(line(600, 1))!
  expect(growth).toMatchObject({ kind: 'leak', slope: { value: 1, low: 1, high: 1 } })
  expect(timeToLimit(growth, growth.last + 100)).toEqual({ expected: 100, earliest: 100, latest: 100 })
  expect(timeToLimit(growth, growth.last - 1)).toMatchObject({ expected: 0 })
  expect(timeToLimit(growthOf(line(600, 0))!, 2000).earliest).toBe(Number.POSITIVE_INFINITY)
})

test('too few points say nothing', () => {
  expect(growthOf(line(20, 5))).toBeUndefined()
})

test('another unit changes nothing but the slope', () => {
  fc.assert(
    fc.property(fc.constantFrom(...endurance), fc.double({ min: 0.01, max: 1e9, noNaN: true }), ({ points }, unit) => {
      const [as, scaled] = [growthOf(points)!, growthOf(points.map((value) => value * unit))!]
      expect(scaled.kind).toBe(as.kind)
      expect(scaled.share).toBeCloseTo(as.share, 6)
      expect(scaled.slope.value / unit).toBeCloseTo(as.slope.value, 6)
    }),
  )
})
