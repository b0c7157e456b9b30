import { expect, test } from '@jest/globals'
import { metricCsv } from '../../src/core/metric-csv.ts'
import type { MetricResult, Series } from '../../src/core/series.ts'

const result = (series: readonly Series[]): MetricResult => ({
  ...{ id: 'cpu', query: 'up', source: 'default' },
  ...{ window: { start: 0, end: 10, step: 5 }, state: 'ok', series },
})

test('a row is a time, a column is a series, and a value that is not there stays empty', () => {
  const csv = metricCsv(
    result([
      {
        labels: { __name__: 'up', pod: 'a' },
        points: [
          [1_700_000_000, 0.25],
          [1_700_000_005, -1],
        ],
      },
      { labels: { pod: 'b, "c"' }, points: [[1_700_000_005, 1e-9]] },
    ]),
  )
  expect(csv.split('\r\n')).toEqual([
    'time,"up{pod=""a""}","{pod=""b, \\""c\\""""}"',
    '2023-11-14T22:13:20.000Z,0.25,',
    '2023-11-14T22:13:25.000Z,-1,1e-9',
    '',
  ])
})

test.each([
  ['no labels', {}, 'time,cpu\r\n'],
  ['a name alone', { __name__: 'up' }, 'time,up\r\n'],
  ['a name that a spreadsheet would run', { __name__: '=cmd()' }, "time,'=cmd()\r\n"],
])('a series with %s has a heading', (_, labels, expected) => {
  expect(metricCsv(result([{ labels, points: [] }]))).toBe(expected)
})

test('no series at all are a heading alone', () => {
  expect(metricCsv(result([]))).toBe('time\r\n')
})
