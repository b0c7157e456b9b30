import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readLimit } from '../../src/core/limit-parse.ts'

const latency = (quantile: number, label?: string) => ({
  kind: 'latency',
  statistic: { quantile },
  ...(label && { label }),
})

test.each([
  ['p95 < 400 ms', latency(0.95), '<', 400],
  ['p95<400ms', latency(0.95), '<', 400],
  ['p99.9 <= 1.5s', latency(0.999), '<=', 1500],
  ['p99(POST /pay) < 900 ms', latency(0.99, 'POST /pay'), '<', 900],
  ['p99(POST /pay (v2), EU) < 900 ms', latency(0.99, 'POST /pay (v2), EU'), '<', 900],
  ['p50(a) < b) < 5 ms', latency(0.5, 'a) < b'), '<', 5],
  ['mean < 100 ms', { kind: 'latency', statistic: 'mean' }, '<', 100],
  ['max(GET /) < 1m', { kind: 'latency', statistic: 'max', label: 'GET /' }, '<', 60_000],
  ['error-rate < 0.5 %', { kind: 'error-rate' }, '<', 0.005],
  ['error-rate(POST /pay) <= 1%', { kind: 'error-rate', label: 'POST /pay' }, '<=', 0.01],
  ['throughput > 500/s', { kind: 'throughput' }, '>', 500],
  ['throughput(GET /) >= 30/min', { kind: 'throughput', label: 'GET /' }, '>=', 0.5],
  ['metric(cpu).max < 0.8', { kind: 'metric', id: 'cpu', statistic: 'max' }, '<', 0.8],
  ['metric(memory).last < 512Mi', { kind: 'metric', id: 'memory', statistic: 'last' }, '<', 512 * 1024 ** 2],
  ['capacity > 200/s', { kind: 'capacity' }, '>', 200],
  ['capacity >= 12000/min', { kind: 'capacity' }, '>=', 200],
  ['recovery < 30 s', { kind: 'recovery' }, '<', 30_000],
  ['metric(temperature).min > -5', { kind: 'metric', id: 'temperature', statistic: 'min' }, '>', -5],
])('%s', (text, quantity, operator, bound) => {
  expect(readLimit(text)).toEqual({ ok: true, value: { text, quantity, operator, bound } })
})

test.each([
  ['', '`` is not a limit: it has no <, <=, > or >= with a bound', 'p95 < 400 ms'],
  ['p95 = 400 ms', '`p95 = 400 ms` is not a limit: it has no <, <=, > or >= with a bound', 'p95 < 400 ms'],
  ['p95 < 400', '`400` has no unit', 'p95 < 400 ms'],
  ['p95 <', '`` is not a duration', 'p95 < 400 ms'],
  ['p95() < 5 ms', '`p95()` has no label in its parentheses', 'p95(POST /pay)'],
  [
    'p100 < 5 ms',
    '`p100` is not a quantity: p50 … p99.9, mean, max, error-rate, throughput, metric(id).max, capacity or recovery',
    'p95 < 400 ms',
  ],
  [
    'p0 < 5 ms',
    '`p0` is not a quantity: p50 … p99.9, mean, max, error-rate, throughput, metric(id).max, capacity or recovery',
    'p95 < 400 ms',
  ],
  ['error-rate < 0.5', '`0.5` has no % behind it', 'error-rate < 0.5 %'],
  ['error-rate < 500 %', '`500 %` is more than all', 'error-rate < 0.5 %'],
  ['throughput > lots', '`lots` is not a rate', 'throughput > 500/s'],
  [
    'metric(cpu) < 0.8',
    '`metric(cpu)` is not a metric with one of .max, .min, .avg and .last',
    'metric(cpu).max < 0.8',
  ],
  [
    'metric(cpu).p95 < 0.8',
    '`metric(cpu).p95` is not a metric with one of .max, .min, .avg and .last',
    'metric(cpu).max < 0.8',
  ],
  ['capacity(POST /pay) > 5/s', '`capacity` is of the whole target, not of `POST /pay`', 'capacity'],
  ['capacity > much', '`much` is not a rate', 'capacity > 500/s'],
  ['recovery < 30', '`30` has no unit', 'recovery < 30 ms'],
  ['metric(cpu).max < high', '`high` is not a number', 'metric(cpu).max < 0.8'],
])('%p is refused', (text, wrong, right) => {
  expect(readLimit(text)).toEqual({ ok: false, wrong, right })
})

test('any label at all is read back as it was written', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
      fc.constantFrom('<', '<=', '>', '>='),
      (label, operator) => {
        expect(readLimit(`p95(${label}) ${operator} 400 ms`)).toMatchObject({
          ok: true,
          value: { quantity: latency(0.95, label), operator, bound: 400 },
        })
      },
    ),
  )
})

test('no text takes the parser down or keeps it long', () => {
  const piece = fc.constantFrom(
    'p95',
    '(',
    ')',
    '<',
    '<=',
    ' ',
    '>',
    '.',
    'metric(',
    ').max',
    '5',
    'ms',
    '%',
    '\n',
    'x',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 300 }), (pieces) => {
      const reading = readLimit(pieces.join(''))
      if (reading.ok) expect(Number.isFinite(reading.value.bound)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
