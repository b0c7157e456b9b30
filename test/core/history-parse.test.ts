import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseHistoryRecord } from '../../src/core/history-parse.ts'
import { quantities, record } from '../support/history.ts'

const of = { test: 'checkout', branch: 'main' }
const parse = (value: unknown) => parseHistoryRecord(JSON.stringify(value), of)
const load = { rate: '60/s', pods: '2' }
const queries = { cpu: '0123456789abcdef' }
const whole = record({ load, queries, accepted: ['#7', 'r20261102100000-abc234'] })

test('a record survives the bucket', () => {
  expect(parse(whole)).toEqual(whole)
  expect(parse(record())).toEqual(record())
  const shared = { p50: 1e-4, p99: 0.25 }
  expect(parse({ ...whole, quantities: { ...whole.quantities, shared } })?.quantities.shared).toEqual(shared)
})

const label = whole.quantities.labels[0]!

test.each<[string, unknown]>([
  ['of another test', { ...whole, test: 'search' }],
  ['of another branch', { ...whole, branch: 'dev' }],
  ['of a version to come', { ...whole, schema: 'perf-action/history/v2' }],
  ['with a run that is no run id', { ...whole, run: '../../r1' }],
  ['with a revision that is no commit', { ...whole, revision: '<img src=x>' }],
  ['with a fingerprint that is none', { ...whole, fingerprint: 'ab' }],
  ['with a query that is no digest', { ...whole, queries: { cpu: '<b>' } }],
  ['with a load of no words', { ...whole, load: { rate: 60 } }],
  ['with a load under strange names', { ...whole, load: { '<b>': '60/s' } }],
  ['without a word on its restart', { ...whole, restart: undefined }],
  ['from after the end of time', { ...whole, at: 1e14 }],
  ['with a shared variance below 0', { ...whole, quantities: { ...whole.quantities, shared: { p50: -1 } } }],
  ['with infinite throughput', { ...whole, quantities: { ...quantities({}), throughput: null } }],
  ['with a label twice', { ...whole, quantities: { ...whole.quantities, labels: [label, label] } }],
  [
    'with more errors than samples',
    { ...whole, quantities: { ...whole.quantities, labels: [{ ...label, errors: label.count + 1 }] } },
  ],
  [
    'with a latency of centuries',
    { ...whole, quantities: { ...whole.quantities, labels: [{ ...label, quantiles: { p95: { ln: 40 } } }] } },
  ],
  [
    'with a negative variance',
    {
      ...whole,
      quantities: { ...whole.quantities, labels: [{ ...label, quantiles: { p95: { ln: 1, variance: -1 } } }] },
    },
  ],
  ['that is a list', []],
  ['that is nothing', null],
])('a record %s is none', (_, value) => {
  expect(parse(value)).toBeUndefined()
})

test('quantiles that we do not know are left out', () => {
  const more = { ...label, quantiles: { ...label.quantiles, p42: { ln: 1 } } }
  const parsed = parse({ ...whole, quantities: { ...whole.quantities, labels: [more] } })
  expect(parsed?.quantities.labels).toEqual([label])
})

test('whatever text lies there, it is a record or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(parseHistoryRecord(text, of)).toBeUndefined()
    }),
  )
})

test('a record with any field replaced by anything is a record or none, and never throws', () => {
  const paths = pathsOf(whole)
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
      const copy = structuredClone(whole) as never
      const holder = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as never, copy)
      holder[path.at(-1)!] = value
      const parsed = parse(copy)
      if (parsed !== undefined) expect(parse(parsed)).toEqual(parsed)
    }),
    { numRuns: 500 },
  )
})

function pathsOf(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [
    ...(at.length > 0 ? [at] : []),
    ...Object.entries(value).flatMap(([key, held]) => pathsOf(held, [...at, key])),
  ]
}
