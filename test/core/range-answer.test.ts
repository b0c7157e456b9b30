import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MOST_SERIES, readRangeAnswer, readRefusal } from '../../src/core/range-answer.ts'

const query = { id: 'cpu', query: 'up', source: 'default', unit: 'share' }
const window = { start: 100, end: 109, step: 1 }
const times = Array.from({ length: 10 }, (_, index) => 100 + index)
const series = (pod: string, values: readonly string[], from = 0) => ({
  metric: { pod },
  values: values.map((value, index) => [times[from + index], value]),
})
const answer = (result: unknown, more: object = {}) =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result }, ...more })
const read = (body: string) => readRangeAnswer(query, window, body)
const ten = Array.from({ length: 10 }, () => '0.5')

test('a whole answer is ok, with its query, window and points', () => {
  expect(read(answer([series('a', ten)]))).toEqual({
    ...query,
    window,
    state: 'ok',
    series: [{ labels: { pod: 'a' }, points: times.map((at) => [at, 0.5]) }],
  })
})

test.each([
  ['an empty answer', answer([]), 'no-data', 'Prometheus has no series for this query in the window'],
  [
    'only NaN and infinities',
    answer([series('a', ['NaN', '+Inf', '-Inf']), series('b', ['NaN'])]),
    'no-data',
    'Prometheus has 2 series, but no value that is a number (NaN, infinite or a histogram)',
  ],
  [
    'a native histogram',
    answer([{ metric: {}, histograms: [[100, { count: '1' }]] }]),
    'no-data',
    'Prometheus has 1 series, but no value that is a number (NaN, infinite or a histogram)',
  ],
  ['8 of 10 points', answer([series('a', ten.slice(2), 2)]), 'partial', "8 of the window's 10 points have a value"],
  ['9 of 10 points', answer([series('a', ten.slice(1), 1)]), 'ok', undefined],
  [
    'NaN in the midst of 3 points',
    answer([series('a', [...ten.slice(0, 7), 'NaN', 'NaN', 'NaN'])]),
    'partial',
    "7 of the window's 10 points have a value",
  ],
  [
    'two series that share the window',
    answer([series('a', ten.slice(0, 5)), series('b', ten.slice(5), 5)]),
    'ok',
    undefined,
  ],
  [
    'a warning beside the data',
    answer([series('a', ten)], { warnings: ['a store was not reachable'] }),
    'partial',
    'a store was not reachable',
  ],
  ['a point that is infinite', answer([series('a', [...ten.slice(1), '+Inf'])]), 'partial', '1 point is infinite'],
  [
    'a second series that is infinite',
    answer([series('a', ten), series('b', ['+Inf', '-Inf', '1e999'])]),
    'partial',
    '3 points are infinite; 1 of 2 series has no value that is a number',
  ],
  [
    'a series of NaN beside a good one',
    answer([series('a', ten), series('b', ['NaN', 'NaN'])]),
    'partial',
    '1 of 2 series has no value that is a number',
  ],
  [
    'a warning beside no data',
    answer([], { warnings: ['a store was not reachable'] }),
    'no-data',
    'Prometheus has no series for this query in the window; a store was not reachable',
  ],
  [
    'too many series',
    answer(Array.from({ length: MOST_SERIES + 1 }, (_, index) => series(`p${index}`, ten))),
    'failed',
    'more than 200 series: aggregate in the query, as in sum by (…) or max(…)',
  ],
  ['an error', '{"status":"error","error":"bad"}', 'failed', 'Prometheus answered: bad'],
  ['a vector', answer([]).replace('matrix', 'vector'), 'failed', 'a vector where a matrix was asked for'],
  ['a page of a proxy', '<html>\n  sign in</html>', 'failed', 'this is no answer of Prometheus: <html> sign in</html>'],
  ['nothing', '', 'failed', 'this is no answer of Prometheus: '],
])('%s', (_, body, state, why) => {
  const result = read(body)
  expect({ state: result.state, why: result.why }).toEqual({ state, why })
  if (state === 'no-data' || state === 'failed') expect(result.series).toEqual([])
})

test.each([
  ['none', ten, undefined],
  ['NaN', ['NaN', ...ten.slice(1)], undefined],
  ['both infinities', ['+Inf', ...ten.slice(2), '-Inf'], 2],
  ['only infinities', ['+Inf'], 1],
])('infinite points are counted: %s', (_, values, infinite) => {
  expect(read(answer([series('a', values)])).infinite).toBe(infinite)
})

test.each([
  [
    400,
    '{"status":"error","errorType":"bad_data","error":"1:3: parse error"}',
    'Prometheus answered 400, bad_data: 1:3: parse error',
  ],
  [403, '{"kind":"Status","message":"services is forbidden"}', 'the API server answered 403: services is forbidden'],
  [502, '<html>Bad Gateway</html>', 'Prometheus answered 502: <html>Bad Gateway</html>'],
  [503, '', 'Prometheus answered 503'],
])('status %d is told with its reason', (status, body, expected) => {
  expect(readRefusal(status, body)).toBe(expected)
})

test('no body, however odd, is read as anything but a result with finite, dated points', () => {
  const value = fc.oneof(
    fc.constantFrom('NaN', '+Inf', '-Inf', '', ' ', '0x10', '1e999'),
    fc.double().map(String),
    fc.jsonValue(),
  )
  const points = fc.array(fc.tuple(fc.oneof(fc.integer(), fc.double(), fc.string()), value))
  const entry = fc.oneof(fc.record({ metric: fc.dictionary(fc.string(), fc.string()), values: points }), fc.jsonValue())
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(entry).map((result) => answer(result)),
  )
  fc.assert(
    fc.property(body, (text) => {
      const result = read(text)
      for (const one of result.series) {
        expect(one.points.length).toBeGreaterThan(0)
        expect(one.points.flat().every(Number.isFinite)).toBe(true)
      }
      expect(result.series.length > 0).toBe(result.state === 'ok' || result.state === 'partial')
      if (result.state !== 'ok') expect(result.why).toBeTruthy()
    }),
  )
})

test('what Prometheus sends is what is kept: the values come back as they were', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true })
  fc.assert(
    fc.property(fc.array(number, { minLength: 10, maxLength: 10 }), (values) => {
      const [first] = read(answer([series('a', values.map(String))])).series
      expect(first?.points.map(([, value]) => value + 0)).toEqual(values.map((one) => one + 0))
    }),
  )
})
