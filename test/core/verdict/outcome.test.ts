import { expect, test } from '@jest/globals'
import { exitFails, worst } from '../../../src/core/verdict/outcome.ts'

test('the worst of several tests speaks for all; of none nothing is shown', () => {
  expect(worst(['pass', 'inconclusive', 'pass'])).toBe('inconclusive')
  expect(worst(['invalid', 'regression'])).toBe('regression')
  expect(worst([])).toBe('inconclusive')
})

test('fail-on decides the exit', () => {
  expect(exitFails('invalid', ['regression', 'invalid'])).toBe(true)
  expect(exitFails('inconclusive', ['regression', 'invalid'])).toBe(false)
})
