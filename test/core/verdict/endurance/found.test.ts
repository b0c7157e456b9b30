import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findGrowth } from '../../../../src/core/verdict/endurance/found.ts'
import type { Watched } from '../../../../src/core/verdict/endurance/watched.ts'

const HOUR = 3_600_000
const METRIC = { of: 'metric', label: '*', metric: 'heap', limits: [] } as const

/** What is found of one series of a metric, a value every quarter of an hour. */
function found(values: readonly number[], worse: 1 | -1 = 1) {
  const blocks = values.map((value, i) => [(i * HOUR) / 4, worse * value] as const)
  const watched: Watched = { ...METRIC, worse, blocks }
  const span = { from: 0, to: (values.length * HOUR) / 4 }
  return findGrowth([watched], { span, horizonMs: 24 * HOUR })[0]!.finding
}

const series = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 20, maxLength: 24 })

test('however large or small the unit is, the outcome and the change are the same', () => {
  fc.assert(
    fc.property(
      series,
      fc.integer({ min: 0, max: 200 }),
      fc.constantFrom(2 ** -900, 2 ** -40, 2 ** 40, 2 ** 600),
      (noise, by, unit) => {
        const values = noise.map((value, i) => 5000 + value + by * i)
        const [one, other] = [found(values), found(values.map((value) => value * unit))]
        expect({ ...other, before: 0, after: 0, growth: other.growth.kind }).toEqual({
          ...{ ...one, before: 0, after: 0 },
          growth: one.growth.kind,
        })
      },
    ),
  )
})

test('growth that cannot be reckoned with is no pass', () => {
  const far = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 1.7e308 : -1.7e308))
  expect(found(far).outcome).toBe('inconclusive')
  expect(found([Number.NaN, ...far.slice(1).map(() => 5)]).outcome).toBe('inconclusive')
})

test('what falls where less is worse is what grows where more is', () => {
  fc.assert(
    fc.property(series, (values) => {
      const [up, down] = [
        found(values),
        found(
          values.map((value) => -value),
          -1,
        ),
      ]
      expect([down.outcome, down.growth.kind]).toEqual([up.outcome, up.growth.kind])
    }),
  )
})
