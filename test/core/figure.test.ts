import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { apart, duration, figure } from '../../src/core/figure.ts'

test.each([
  [0, 'ms', '0 ms'],
  [12.34, 'ms', '12.3 ms'],
  [412, 'ms', '412 ms'],
  [999.6, 'ms', '1,000 ms'],
  [1250, 'ms', '1.25 s'],
  [125_000, 'ms', '2 min 5 s'],
  [0, 'share', '0 %'],
  [0.0412, 'share', '4.1 %'],
  [0.00017, 'share', '0.017 %'],
  [0.000001, 'share', '< 0.001 %'],
  [1, 'share', '100 %'],
  [412.4, '1/s', '412/s'],
  [1234, '1/s', '1,234/s'],
  [12_345, '1/s', '12.3 k/s'],
  [1610612736, 'bytes', '1.5 GiB'],
  [512, 'bytes', '512 B'],
  [0.8, '', '0.8'],
  [-0.0123, '', '-0.0123'],
  [1e-9, '', '1.00e-9'],
  [0.42, 'cores', '0.42 cores'],
  [Number.NaN, 'ms', 'no number'],
])('%p in %p reads %p', (value, unit, expected) => {
  expect(figure(value, unit)).toBe(expected)
})

test.each([
  [450, '450 ms'],
  [45_000, '45 s'],
  [125_000, '2 min 5 s'],
  [3_600_000, '1 h'],
  [3_900_000, '1 h 5 min'],
  [93_600_000, '1 d 2 h'],
])('a duration of %p ms reads %p', (ms, expected) => {
  expect(duration(ms)).toBe(expected)
})

test('two values that differ never read the same beside each other', () => {
  expect(apart(400.4, 400, 'ms')).toEqual(['400.4 ms', '400 ms'])
  expect(apart(0.005001, 0.005, 'share')).toEqual(['0.5001 %', '0.5 %'])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 59_999 }), fc.integer({ min: 1, max: 59_999 }), (a, b) => {
      const [left, right] = apart(a, b, 'ms')
      expect(left === right).toBe(a === b)
    }),
  )
})
