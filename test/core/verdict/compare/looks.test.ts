import { expect, test } from '@jest/globals'
import { lookAlpha, looks } from '../../../../src/core/verdict/compare/looks.ts'

test.each([
  [1, [1]],
  [2, [2]],
  [4, [2, 3, 4]],
  [6, [2, 3, 4, 5, 6]],
])('of at most %d pairs the looks are after %j', (most, expected) => {
  expect(looks(most)).toEqual(expected)
})

test('alpha rises from look to look, never over that of one look', () => {
  expect(looks(6).map((pairs) => lookAlpha(pairs, 6).toFixed(3))).toEqual(['0.005', '0.010', '0.015', '0.020', '0.025'])
  expect(looks(4).map((pairs) => lookAlpha(pairs, 4).toFixed(4))).toEqual(['0.0104', '0.0208', '0.0313'])
  expect(lookAlpha(1, 1)).toBe(0.05)
  expect(lookAlpha(2, 2)).toBe(0.05)
  expect(() => lookAlpha(1, 4)).toThrow(RangeError)
})
