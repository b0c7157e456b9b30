import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { splitCount } from '../../src/core/share.ts'

test.each([
  [10, 4, [3, 3, 2, 2]],
  [8, 2, [4, 4]],
  [1, 3, [1, 0, 0]],
  [0, 2, [0, 0]],
])('%d over %d pods is %j', (total, pods, shares) => {
  expect(splitCount(total, pods)).toEqual(shares)
})

test('shares add up to the whole, and no two differ by more than one', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 500 }), (total, pods) => {
      const shares = splitCount(total, pods)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total)
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
      expect(shares).toEqual([...shares].sort((a, b) => b - a))
    }),
  )
})
