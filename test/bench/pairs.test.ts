import { expect, test } from '@jest/globals'
import { isRight } from '../../bench/pairs/case.ts'
import { readOptions } from '../../bench/pairs/options.ts'
import { goalIsHeld, type Repeat, table } from '../../bench/pairs/table.ts'

const SLOWER = '"POST /checkout" became 21 % slower at p50 than the base in 2 pairs (between 15 % and 27 %).'
const SAME = 'Nothing became slower in 3 pairs: p95 changed by +0.4 %.'

test.each([
  ['slower', 'regression', SLOWER, true],
  ['slower', 'regression', SLOWER.replace('/checkout', '/cart'), false],
  ['slower', 'regression', '"POST /checkout" is slower.', false],
  ['slower', 'warn', SLOWER, false],
  ['same', 'pass', SAME, true],
  ['same', 'inconclusive', SAME, false],
  ['same', undefined, '', false],
] as const)('of the case %s, %s with the evidence %p is right: %p', (name, outcome, evidence, right) => {
  expect(isRight(name, { outcome, evidence })).toBe(right)
})

const repeat = (over: Partial<Repeat>): Repeat => ({
  ...{ generator: 'http', case: 'same', right: true, outcome: 'pass', pairs: 2, seconds: 60, ...over },
})

test('the table has a line for each generator and case, with its outcomes counted', () => {
  const wrong = repeat({ right: false, outcome: 'inconclusive', pairs: 4, seconds: 99.6 })
  expect(table([repeat({}), wrong, repeat({ generator: 'jmeter', case: 'slower', outcome: 'regression' })])).toBe(
    [
      'generator  case    repeats  right  outcomes                pairs  seconds',
      'http       same    2        1      1 pass, 1 inconclusive  3.0    80',
      'jmeter     slower  1        1      1 regression            2.0    60',
    ].join('\n'),
  )
})

test('each generator and case must be right in 9 of 10 repeats', () => {
  const nine = [...Array.from({ length: 9 }, () => repeat({})), repeat({ right: false })]
  expect(goalIsHeld(nine)).toBe(true)
  const eight = [...nine.slice(1), repeat({ right: false })]
  expect(goalIsHeld([...Array.from({ length: 20 }, () => repeat({ generator: 'jmeter' })), ...eight])).toBe(false)
})

test('what the command line asks for is all of it, or a part by name', () => {
  expect(readOptions([])).toEqual({ repeats: 10, generators: ['http', 'jmeter'], cases: ['slower', 'same'] })
  expect(readOptions(['--repeats', '2', '--generator', 'http', '--case', 'same'])).toEqual({
    ...{ repeats: 2, generators: ['http'], cases: ['same'] },
  })
  expect(() => readOptions(['--generator', 'fortio'])).toThrow('--generator is one of http, jmeter, not "fortio"')
  expect(() => readOptions(['--repeats', '0'])).toThrow('--repeats is a whole number from 1')
})
