import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { address, html } from '../../src/report/html/markup.ts'
import { renderHtml } from '../../src/report/html/page.ts'
import { byteTicks, logTicks, ticks, timeTicks } from '../../src/report/html/ticks.ts'
import { expectGolden } from '../support/golden.ts'
import { RESULTS } from '../support/reports.ts'

test('the reports are as agreed', () => {
  const names = [
    'regression',
    'zero-samples',
    'hostile',
    'slower',
    'steady',
    'first-run',
    'pairs-slower',
    'pairs-metric',
    'failing',
    'stress-less',
  ] as const
  expectGolden('reports', Object.fromEntries(names.map((name) => [`${name}.html`, renderHtml(RESULTS[name]())])))
})

test.each(['hostile', 'hostile-history'] as const)('a report of %s results loads nothing and runs nothing', (name) => {
  const page = renderHtml(RESULTS[name]())
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  expect(page).not.toMatch(/<script|<img|<link|<iframe|href="javascript:|url\(/i)
})

test('no value leaves its place, in content or in a quoted attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const { markup } = html`<a title="${value}">${value}</a>`
      expect(markup).toMatch(/^<a title="[^"<>]*">[^<>]*<\/a>$/)
    }),
  )
})

test('only addresses of the web become links', () => {
  expect(address('https://example.com/a?b=1')).toBe('https://example.com/a?b=1')
  for (const other of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'no address', undefined])
    expect(address(other)).toBeUndefined()
})

test.each([
  [0, [0, 1]],
  [7, [0, 2, 4, 6, 8]],
  [1000, [0, 250, 500, 750, 1000]],
  [0.09, [0, 0.025, 0.05, 0.075, 0.1]],
])('an axis up to %p has round steps', (most, expected) => {
  expect(ticks(most).map((value) => Number(value.toFixed(6)))).toEqual(expected)
})

test('an axis always reaches its highest value with few steps', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (most) => {
      const steps = ticks(most)
      expect(steps.at(-1)).toBeGreaterThanOrEqual(most * 0.999)
      expect(steps.length).toBeLessThanOrEqual(6)
    }),
  )
})

test('bytes have round steps of their own', () => {
  expect(byteTicks(338 * 2 ** 20).map((value) => value / 2 ** 20)).toEqual([0, 100, 200, 300, 400])
  expect(byteTicks(1000)).toEqual([0, 250, 500, 750, 1000])
})

test('time and logarithmic axes have round steps', () => {
  expect(timeTicks(300)).toEqual([0, 60, 120, 180, 240, 300])
  expect(timeTicks(86_400 * 20).length).toBeLessThanOrEqual(8)
  expect(logTicks(3, 120)).toEqual([5, 10, 20, 50, 100])
})
