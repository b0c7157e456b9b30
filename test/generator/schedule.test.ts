import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { arrivals, pacedStarts, threadStarts } from '../../src/generator/schedule.ts'

const plan = { rate: 100, rampMs: 0, durationMs: 1000, pods: 1, index: 0 }

test('without a ramp the requests begin at equal distances from the first moment on', () => {
  expect([...arrivals({ ...plan, rate: 4 })]).toEqual([0, 250, 500, 750])
})

test('two pods interleave, so that together they are the rate that was asked for', () => {
  const both = [0, 1].flatMap((index) => [...arrivals({ ...plan, rate: 4, pods: 2, index })])
  expect(both.sort((a, b) => a - b)).toEqual([0, 250, 500, 750])
})

test('a ramp makes half of what the full rate would in the same time, and growing', () => {
  const at = [...arrivals({ ...plan, rampMs: 1000 })]
  expect(at).toHaveLength(50)
  const gaps = at.slice(1).map((t, i) => t - at[i]!)
  expect(gaps.every((gap, i) => i === 0 || gap < gaps[i - 1]!)).toBe(true)
})

test('the arrivals of all pods are as many as ramp and rate come to, ascending and within the duration', () => {
  fc.assert(
    fc.property(
      fc.record({
        rate: fc.integer({ min: 1, max: 500 }),
        rampMs: fc.integer({ min: 0, max: 5000 }),
        restMs: fc.integer({ min: 1, max: 5000 }),
        pods: fc.integer({ min: 1, max: 7 }),
      }),
      ({ rate, rampMs, restMs, pods }) => {
        const durationMs = rampMs + restMs
        const all = Array.from({ length: pods }, (_, index) => [...arrivals({ rate, rampMs, durationMs, pods, index })])
        for (const own of all) {
          expect(own.every((t, i) => t >= 0 && t < durationMs && (i === 0 || t >= own[i - 1]!))).toBe(true)
        }
        const expected = (rate * (rampMs / 2 + restMs)) / 1000
        expect(Math.abs(all.flat().length - expected)).toBeLessThanOrEqual(pods)
      },
    ),
  )
})

test('threads begin spread over the ramp', () => {
  expect(threadStarts(4, 1000)).toEqual([0, 250, 500, 750])
  expect(threadStarts(2, 0)).toEqual([0, 0])
})

test('threads that share a rate start together as often as the rate says', () => {
  const starts = [0, 1].flatMap((thread) => [...pacedStarts({ ...plan, rate: 4 }, { thread, threads: 2 })])
  expect(starts.sort((a, b) => a - b)).toEqual([0, 250, 500, 750])
})
