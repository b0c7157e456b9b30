import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  fillQuery,
  lookback,
  QUERY_VARIABLES,
  queryWindow,
  sidesOf,
  unknownVariables,
  windowPoints,
} from '../../src/core/promql.ts'

const to = (name: string) => ({ url: `http://${name}.perf.svc:8080/api` })
const run = {
  id: 'r20261122030000-abcdef',
  namespace: 'perf',
  test: { name: 'checkout "v2"', rampMs: 30_000, durationMs: 120_000, target: to('shop') },
}
const window = { start: 1_700_000_000, end: 1_700_000_600, step: 5 }
const fill = (query: string) => fillQuery(query, { run, window })

test.each([
  ['up{namespace="$namespace"}', 'up{namespace="perf"}'],
  ['up{job="$job",run="${run}"}', 'up{job="r20261122030000-abcdef",run="r20261122030000-abcdef"}'],
  ['up{pod=~"$pods"}', 'up{pod=~"r20261122030000-abcdef-[0-9]+-[a-z0-9]+"}'],
  ['max_over_time(x[$window:$step])', 'max_over_time(x[600s:5s])'],
  ['up{test="$test"}', 'up{test="checkout \\"v2\\""}'],
  ['x{a="${namespace}_b"}', 'x{a="perf_b"}'],
  ['x{pod=~"$target-.*",side="$side"}', 'x{pod=~"shop-.*",side="head"}'],
  ['x{a=~"b$|c$"}', 'x{a=~"b$|c$"}'],
  ['label_replace(x, "a", "$1", "b", "(.*)")', 'label_replace(x, "a", "$1", "b", "(.*)")'],
  ['label_replace(x, "a", "$$run", "b", "(?P<run>.*)")', 'label_replace(x, "a", "$run", "b", "(?P<run>.*)")'],
  ['rate(x[$__rate_interval])', 'rate(x[$__rate_interval])'],
])('%s is asked as %s', (query, expected) => {
  expect(fill(query)).toBe(expected)
})

test.each([
  ['sum(rate(x{namespace="$namespace"}[1m]))', []],
  ['rate(x[$__rate_interval]) + ${interval} + $__rate_interval', ['$__rate_interval', '${interval}']],
  ['label_replace(x, "a", "$1$$cluster", "b", "")', []],
  ['x{a="$constructor"}', ['$constructor']],
])('in %s unknown are %j', (query, expected) => {
  expect(unknownVariables(query)).toEqual(expected)
})

test('every variable of the documentation is filled in', () => {
  for (const name of Object.keys(QUERY_VARIABLES)) expect(fill(`$${name}`)).not.toContain('$')
})

test('no name of a test ends the quoted string that it stands in', () => {
  const name = fc.string({ unit: fc.constantFrom('"', "'", '`', '\\', '\n', 'a', '$', '{', '}') })
  fc.assert(
    fc.property(name, (text) => {
      const filled = fillQuery('"$test"', { run: { ...run, test: { ...run.test, name: text } }, window })
      // with the escapes of Go that JSON knows too, it reads back as it was
      expect(JSON.parse(filled.replace(/\\(['`])/g, '$1'))).toBe(text)
    }),
  )
})

test.each([
  ['a minute', 60, 1],
  ['a quarter of an hour', 900, 1],
  ['half an hour', 1800, 2],
  ['an hour', 3600, 5],
  ['a day', 86_400, 120],
  ['three days', 259_200, 300],
  ['a year', 31_536_000, 32_400],
])('over %s the step is chosen for at most 1001 points', (_, seconds, step) => {
  const chosen = queryWindow(1_700_000_000_000, 1_700_000_000_000 + seconds * 1000)
  expect(chosen).toEqual({ start: 1_700_000_000, end: 1_700_000_000 + seconds, step })
})

test('any window lies within the time asked for and under the limit of 11,000 points', () => {
  const time = fc.integer({ min: 0, max: 4_000_000_000_000 })
  fc.assert(
    fc.property(time, fc.integer({ min: 2000, max: 10 ** 11 }), (start, length) => {
      const chosen = queryWindow(start, start + length)
      expect(chosen.start * 1000).toBeGreaterThanOrEqual(start)
      expect(chosen.end * 1000).toBeLessThanOrEqual(start + length)
      expect(windowPoints(chosen)).toBeLessThanOrEqual(1001)
      expect(windowPoints(chosen)).toBeGreaterThanOrEqual(1)
    }),
  )
})

const pairs = { base: to('shop'), head: to('shop-pr'), most: 6 }

test.each([
  ['x{pod=~"$target-.*"}', ['x{pod=~"shop-.*"}', 'x{pod=~"shop-pr-.*"}']],
  ['x{side="${side}"}', ['x{side="base"}', 'x{side="head"}']],
  ['x{a="$$side"}[$window]', ['x{a="$side"}[72s]']],
])('in pairs %s is asked as %j', (query, expected) => {
  const paired = { ...run, test: { ...run.test, target: pairs.head, pairs } }
  expect(sidesOf(query, paired.test).map((side) => fillQuery(query, { run: paired, window, side }))).toEqual(expected)
})

test.each([
  ['an address', 'http://10.0.0.7:8080', '10.0.0.7'],
  ['an address of version 6', 'http://[::1]:8080', '[::1]'],
  ['a name without a dot', 'http://shop:8080', 'shop'],
])('a target that is %s', (_, url, expected) => {
  expect(fillQuery('$target', { run: { ...run, test: { ...run.test, target: { url } } }, window })).toBe(expected)
})

test.each([
  ['up', 0],
  ['rate(x[1m])', 60],
  ['max_over_time(rate(x[30s])[1h30m:5s])', 5400],
  ['x{a=~"[0-9]+"}', 0],
  ['increase(x[500ms]) + y[ 10s ]', 10],
])('%s looks back %d s', (query, seconds) => {
  expect(lookback(query)).toBe(seconds)
})
