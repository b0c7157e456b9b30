import { expect, test } from '@jest/globals'
import { falseAlarmsByHistory, falseAlarmsInPairs } from '../../../../src/core/verdict/compare/false-alarms.ts'
import { lookAlpha } from '../../../../src/core/verdict/compare/looks.ts'
import { ALPHA } from '../../../../src/core/verdict/compare/method.ts'

test.each([
  [1, 0.007],
  [4, 0.047],
  [7, 0.048],
  [200, 0.051],
])('of %i earlier runs the error rate is that of the next smaller number that was simulated', (runs, share) => {
  expect(falseAlarmsByHistory(runs)).toBe(share)
})

test.each([
  ['one pair', 1, ALPHA.pairs, 0.012],
  ['two of two', 2, lookAlpha(2, 2), 0.014],
  ['five in one look', 5, ALPHA.pairs, 0.008],
  ['two of six', 2, lookAlpha(2, 6), 0.006],
  ['six of six', 6, lookAlpha(6, 6), 0.006],
])('the error rate of pairs, %s', (_, pairs, alpha, share) => {
  expect(falseAlarmsInPairs(pairs, alpha)).toBe(share)
})
