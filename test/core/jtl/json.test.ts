import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { PerfError } from '../../../src/core/error.ts'
import { parseSummary } from '../../../src/core/jtl/json.ts'
import { anyRow, jtl, read } from '../../support/jtl.ts'

const good = read(
  `${jtl({ timeStamp: 1000, elapsed: 10 }, { timeStamp: 5000, elapsed: 20, success: false }, { timeStamp: 1000, url: 'null', dataType: '' })}cut`,
).summary
const written = JSON.parse(JSON.stringify(good))

/** The summary as JSON, with the value at a path replaced. */
function changed(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(written))
  const steps = path.split('.')
  const last = steps.pop()!
  // biome-ignore lint/suspicious/noExplicitAny: any shape is the point
  const parent = steps.reduce<any>((node, step) => node[step], copy)
  parent[last] = value
  return copy
}

test('a summary comes back from its JSON as it was', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 20 }), (rows) => {
      const { summary } = read(jtl(...rows))
      expect(parseSummary(JSON.parse(JSON.stringify(summary)))).toEqual(summary)
    }),
  )
})

test('totals and quantiles are computed, not believed', () => {
  expect(parseSummary(changed('total.p95', 1))).toEqual(good)
  expect(parseSummary(changed('labels', []))).toEqual(good)
})

const LABEL = 'blocks.0.labels.0'
test.each([
  ['schema', 'perf-action/summary/v9', 'its schema is not'],
  ['rows', null, 'rows is no object'],
  ['rows.read', -1, 'rows.read is no whole number'],
  ['rows.skipped', 1.5, 'rows.skipped is no whole number'],
  ['blocks', {}, 'blocks is no list'],
  ['blocks.0.labels.1', written.blocks[0].labels[0], 'two labels bear one name'],
  ['blocks.1', written.blocks[0], 'two blocks bear one name'],
  ['blocks.0.block', 7, 'a block is no text'],
  [`${LABEL}.label`, 'x'.repeat(1001), 'a label is no text'],
  [`${LABEL}.count`, 3, 'what a histogram counts'],
  [`${LABEL}.count`, 0, 'count of "GET /"'],
  [`${LABEL}.count`, '2', 'count of "GET /"'],
  [`${LABEL}.errors`, 3, 'errors of "GET /"'],
  [`${LABEL}.errors`, 0, 'count of a failure'],
  [`${LABEL}.errors`, 2, 'its failures are not as many'],
  [`${LABEL}.sum`, 2 ** 53, 'sum of "GET /"'],
  [`${LABEL}.min`, 5, 'min, max and histogram differ'],
  [`${LABEL}.max`, 9, 'max of "GET /"'],
  [`${LABEL}.last`, 999, 'last of "GET /"'],
  [
    `${LABEL}.all`,
    [
      [20, 1],
      [10, 1],
    ],
    'a bucket is no whole number from 21',
  ],
  [`${LABEL}.all`, [[10, 2, 3]], 'an entry of a histogram is longer than 2'],
  [
    `${LABEL}.all`,
    [
      [10, 1],
      [81_920, 1],
    ],
    'a bucket is no whole number',
  ],
  [`${LABEL}.successes`, [], 'what a histogram counts'],
  [`${LABEL}.lag`, [[0, 3]], 'the count of a bucket'],
  [`${LABEL}.failures`, [], 'its failures are not as many as its errors'],
  [`${LABEL}.slices.widthMs`, 1500, 'widthMs is no doubling of a second'],
  [`${LABEL}.slices.widthMs`, 4000, 'a slice does not begin at a multiple of widthMs'],
  [`${LABEL}.slices.slices.1.at`, 1000, 'at is no whole number from 2000'],
  [`${LABEL}.slices.slices.1.at`, 121_000, 'its slices span more than 120'],
  [`${LABEL}.slices.slices.1`, undefined, 'a slice is no object'],
  [`${LABEL}.slices.slices`, [], 'its slices miss samples'],
  ['warnings.0.message', null, 'message of a warning is no text'],
  ['warnings.0.line', 'x', 'line is no whole number'],
])('a summary whose %s is wrong is refused', (path, value, why) => {
  expect(() => parseSummary(changed(path, value))).toThrow(
    expect.objectContaining({ code: 'STORE', message: expect.stringContaining(why) }),
  )
})

test('anything else is refused, and with nothing but a PerfError', () => {
  const paths = [
    'blocks',
    'blocks.0',
    'blocks.0.labels',
    LABEL,
    `${LABEL}.all`,
    `${LABEL}.all.0`,
    `${LABEL}.slices`,
    'warnings',
    'rows',
  ]
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
      try {
        parseSummary(changed(path, value))
        parseSummary(value)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(PerfError)
      }
    }),
  )
})
