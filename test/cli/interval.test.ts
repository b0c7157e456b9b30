import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { drawIntervals, signed } from '../../src/cli/interval.ts'

const finding = (low: number, change: number, high: number) => ({ low, change, high })

test('intervals are drawn over one scale, with no change and the margin marked', () => {
  const { scale, bars } = drawIntervals(
    [finding(0.1, 0.2, 0.3), finding(-0.02, 0, 0.02), finding(-0.1, -0.05, 0.1)],
    0.05,
  )
  expect([scale, ...bars]).toEqual([
    '−10 %    0 %                        +30 %',
    '     ┊    │    ┊    ├─────────●─────────┤',
    '     ┊  ├─●─┤  ┊                         ',
    '├────●────┼─────────┤                    ',
  ])
})

test('what is beyond the scale points out of it', () => {
  const { bars } = drawIntervals([finding(0.5, 3, Number.POSITIVE_INFINITY), finding(-1, 0.2, 20)], 0.05)
  for (const bar of bars) expect(bar).toMatch(/▶$/)
})

test('every drawing has its estimate between its ends, and one width', () => {
  const change = fc.double({ min: -0.99, max: 30, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(change, change, change), { minLength: 1, maxLength: 5 }), (triples) => {
      const findings = triples
        .map((triple) => [...triple].sort((a, b) => a - b))
        .map(([a, b, c]) => finding(a!, b!, c!))
      const { scale, bars } = drawIntervals(findings, 0.05)
      for (const line of [scale, ...bars]) expect(Array.from(line)).toHaveLength(41)
      for (const bar of bars) expect(bar).toMatch(/^[ │┊]*├?[─┼]*●[─┼]*[┤▶]?[ │┊]*$/)
    }),
  )
})

test.each([
  [0.312, '+31 %'],
  [-0.0423, '−4.2 %'],
  [0, '0 %'],
  [Number.POSITIVE_INFINITY, 'any'],
])('a change of %d is %s', (change, words) => {
  expect(signed(change)).toBe(words)
})
