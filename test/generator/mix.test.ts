import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { HttpRequest } from '../../src/core/plan.ts'
import { createMix } from '../../src/generator/mix.ts'

const request = (name: string, weight: number): HttpRequest => ({
  name,
  weight,
  method: 'GET',
  path: '/',
  headers: {},
  status: [],
  timeoutMs: 1000,
})

test('requests come in proportion to their weights, mixed and not in runs', () => {
  const next = createMix([request('a', 3), request('b', 1)])
  expect(Array.from({ length: 8 }, () => next().name).join('')).toBe('aabaaaba')
})

test('after any number of picks no request is further from its exact share than there are others', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 300 }), (list, picks) => {
      const next = createMix(list.map((weight, i) => request(String(i), weight)))
      const counts = list.map(() => 0)
      for (let i = 0; i < picks; i++) counts[Number(next().name)]!++
      const total = list.reduce((a, b) => a + b)
      for (const [i, weight] of list.entries()) {
        expect(Math.abs(counts[i]! - (picks * weight) / total)).toBeLessThanOrEqual(list.length - 1 || 0)
      }
    }),
  )
})
