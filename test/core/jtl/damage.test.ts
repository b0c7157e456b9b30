import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createBlockSummarizer } from '../../../src/core/jtl/summarize.ts'
import { JTL_HEADER, jtlLine } from '../../../src/core/jtl/write.ts'
import { anyRow, jtl, read, row } from '../../support/jtl.ts'

const HEADER = 'timeStamp,elapsed,label,success\n'
const GOOD = '1000,12,a,true\n'
const bytes = (text: string) => new TextEncoder().encode(text)

test.each([
  ['too few fields', 'it has too few fields', '1000,12,a\n'],
  ['too many fields', 'it has too many fields', '1000,12,a,true,\n'],
  ['a timeStamp that is no number', 'its timeStamp', 'x1000,12,a,true\n'],
  ['a timeStamp of two numbers that ran together', 'its timeStamp', '11767225600000,12,a,true\n'],
  ['an elapsed that is no number', 'its elapsed', '1000,12.5,a,true\n'],
  ['a negative elapsed', 'its elapsed', '1000,-12,a,true\n'],
  ['an empty elapsed', 'its elapsed', '1000,,a,true\n'],
  ['an elapsed of more than 24 days', 'its elapsed', '1000,2147483648,a,true\n'],
  ['a number that does not fit', 'its elapsed', '1000,99999999999999999999,a,true\n'],
  ['a success that is neither', 'its success', '1000,12,a,maybe\n'],
  ['a quote that is never closed', 'a quote is never closed', '1000,12,"a,true\n'],
  ['a quote that is never opened', 'a quote stands in the middle', '1000,12,a",true\n'],
  ['a quote for a delimiter', 'a quote stands in the middle', '1000,12"a,true\n'],
  ['text after a quoted field', 'a quote stands in the middle', '1000,12,"a"b,true\n'],
  ['zeros', 'it has too few fields', `${'\u0000'.repeat(50)}\n`],
])('a row with %s is skipped and told, the others count', (_, why, bad) => {
  for (const pieces of [[1], [1000]]) {
    const { summary, read: rows, skipped } = read(HEADER + GOOD + bad + GOOD, { pieces })
    expect({ rows, skipped }).toEqual({ rows: 2, skipped: 1 })
    expect(summary.total).toMatchObject({ count: 2, sum: 24 })
    const message = expect.stringContaining(why)
    const offset = HEADER.length + GOOD.length
    expect(summary.warnings).toEqual([{ code: 'damaged-row', message, line: 3, offset }])
  }
})

test('damage is placed by line, line ends within quotes included', () => {
  const { summary } = read(`${HEADER}1000,12,"a\nb\r\nc",true\nbad\n${GOOD}`)
  expect(summary.warnings).toMatchObject([
    { code: 'multi-line', line: 2, offset: HEADER.length },
    { code: 'damaged-row', line: 5 },
  ])
})

test('a row of another delimiter does not take the label of the row that seems to stand in its own', () => {
  const hiding = 'p;1700000000000;5;Q,1700000000001,bad,victim,true,;true;\n'
  const { summary } = read(
    `x,timeStamp,elapsed,label,success,y\n${hiding}${'a,1700000010000,7,victim,true,b\n'.repeat(3)}`,
  )
  expect(summary.labels).toMatchObject([
    { label: 'Q,1700000000001,bad,victim,true,', count: 1 },
    { label: 'victim', count: 3 },
  ])
})

test.each([
  ['counts', ',1,900000000000000,0,0'],
  ['times', ',900000000000000,900000000000,0,0'],
  ['bytes', ',1,1,900000000000000,0'],
  ['sent bytes', ',1,1,0,900000000000000'],
])('a row with which the sum of %s would not stay exact leaves neither its label nor a word of that', (_, numbers) => {
  const header = 'timeStamp,success,label,elapsed,SampleCount,bytes,sentBytes\n'
  const line = (label: string, of = numbers) => `1700000000000,true,${label}${of}\n`
  const late = `${line('late')}${line('x'.repeat(600))}1700000000000,false,late${numbers}\n`
  const file = `${header}${line('a').repeat(10)}${late}${line('a', ',1,1,0,0').repeat(100)}`
  for (const plain of [false, true]) {
    const { summary, skipped, codes } = read(file, { plain })
    expect(summary.labels.map(({ label }) => label)).toEqual(['a'])
    expect(skipped).toBe(3)
    expect(codes.filter((code) => code !== 'several-samples')).toEqual(['overflow'])
  }
})

test('two rows that ran together are skipped', () => {
  const { read: rows, skipped } = read(`${HEADER}1000,12,a,tr1000,12,a,true\n${GOOD}`)
  expect({ rows, skipped }).toEqual({ rows: 1, skipped: 1 })
})

test('a last line that is cut is skipped, even in its last number', () => {
  const file = jtl({}, { lag: 123 })
  const { summarizer, summary, read: rows, skipped, codes } = read(file.slice(0, -2))
  expect({ rows, skipped, codes }).toEqual({ rows: 1, skipped: 1, codes: ['truncated-row'] })
  expect(summary.total.count).toBe(1)
  expect(summarizer.completeBytes).toBe(jtl({}).length)
})

test('a quote that is never closed takes only its own line with it, over a megabyte of rows', () => {
  const good = GOOD.repeat(100_000)
  const file = bytes(`${HEADER}1000,12,"a,true\n${good}`)
  for (const pieces of [[file.length], [65_536], [70_001]]) {
    const { read: rows, skipped, codes } = read(file, { pieces })
    expect({ rows, skipped, codes }).toEqual({ rows: 100_000, skipped: 1, codes: ['damaged-row'] })
  }
})

test('a mebibyte of an open quote is enough to go back, the end need not be waited for', () => {
  const summarizer = createBlockSummarizer('load')
  summarizer.push(bytes(`${HEADER}1000,12,"a,true\n${GOOD.repeat(100_000)}`))
  expect(summarizer.rows).toEqual({ read: 100_000, skipped: 1 })
})

test('a row of more than a mebibyte is skipped, with and without quotes', () => {
  const long = 'x'.repeat(3 << 20)
  const { read: rows, skipped } = read(`${HEADER}1000,12,${long},true\n${GOOD}1000,12,"${long}",true\n${GOOD}`)
  expect({ rows, skipped }).toEqual({ rows: 2, skipped: 2 })
})

test.each([
  ['XML', '<?xml version="1.0"?>\n<testResults version="1.2">\n', 'it is XML'],
  ['compressed', new Uint8Array([0x1f, 0x8b, 8, 0, 10, 1]), 'it is compressed'],
  ['UTF-16', new Uint8Array([...HEADER].flatMap((char) => [char.charCodeAt(0), 0])), 'it is no UTF-8 text'],
  ['without a success column', 'timeStamp,elapsed,label\n1000,12,a\n', 'its header lacks success'],
  ['some other table', 'name,age\nx,1\n', 'its first line is no JTL header'],
  ['half a header', 'timeStamp,elap', 'its first line is no CSV header'],
])('a file that is %s is refused, and every line of it counts as skipped', (_, file, why) => {
  const { summary, read: rows, skipped } = read(file)
  expect(rows).toBe(0)
  expect(skipped).toBeGreaterThan(0)
  expect(summary.total.count).toBe(0)
  expect(summary.warnings).toMatchObject([{ code: 'refused', message: expect.stringContaining(why) }])
})

test.each([
  ['2026/01/02 03:04:05.678', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
  ['2026/01/02 03:04:05', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02 03:04:05.678', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
  ['2026-01-02 03:04:05', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['01/31/26 10:00:00', Date.UTC(2026, 0, 31, 10)],
])('a timeStamp like %s is read as UTC, which is told once', (stamp, first) => {
  const { summary, read: rows, codes } = read(`${HEADER}${`${stamp},12,a,true\n`.repeat(3)}`)
  expect({ rows, codes }).toEqual({ rows: 3, codes: ['dates'] })
  expect(summary.total).toMatchObject({ first, last: first + 12 })
})

test.each(['2026/13/01 00:00:00', '2026-02-30 00:00:00', '31/01/26 10:00:00', '2026/01/01 24:00:00', '1.2.2026'])(
  'a timeStamp like %s is refused by name',
  (stamp) => {
    const { read: rows, skipped, codes } = read(`${HEADER}${stamp},12,a,true\n`)
    expect({ rows, skipped, codes }).toEqual({ rows: 0, skipped: 1, codes: ['timestamp-format'] })
  },
)

test('an empty file is no damage', () => {
  const { summary, read: rows, skipped, codes } = read('')
  expect({ rows, skipped, codes }).toEqual({ rows: 0, skipped: 0, codes: [] })
  expect(summary.total).toMatchObject({ count: 0, errors: 0, p95: 0, mean: 0 })
})

test('damage is counted in full and told a few times', () => {
  const { skipped, codes } = read(HEADER + `bad\n${GOOD}`.repeat(100))
  expect(skipped).toBe(100)
  expect(codes).toEqual(new Array(5).fill('damaged-row'))
})

test('sums that could not stay exact are refused row by row', () => {
  const header = 'timeStamp,elapsed,label,success,bytes\n'
  const { summarizer, read: rows, skipped, codes } = read(header + `1000,1,a,true,${'9'.repeat(15)}\n`.repeat(12))
  expect({ rows, skipped, codes }).toEqual({ rows: 9, skipped: 3, codes: ['overflow'] })
  expect(summarizer.block().labels[0]!.bytes).toBe(9 * (10 ** 15 - 1))
})

test('completeBytes stands after whole rows alone, also within a quoted line end', () => {
  const summarizer = createBlockSummarizer('load')
  const first = bytes(JTL_HEADER + jtlLine(row()))
  const second = bytes(jtlLine(row({ success: false, failureMessage: 'two\nlines' })))
  summarizer.push(first)
  expect(summarizer.completeBytes).toBe(first.length)
  const half = second.indexOf(10) + 3
  summarizer.push(second.subarray(0, half))
  expect(summarizer.completeBytes).toBe(first.length)
  summarizer.push(second.subarray(half))
  expect(summarizer.completeBytes).toBe(first.length + second.length)
})

test('a file cut at completeBytes holds the same rows in two files', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { minLength: 1, maxLength: 20 }), fc.nat(), (rows, seed) => {
      const file = bytes(jtl(...rows))
      const summarizer = createBlockSummarizer('load')
      summarizer.push(file.subarray(0, seed % file.length))
      const cut = Math.max(summarizer.completeBytes, JTL_HEADER.length)
      const [one, other] = [read(file.subarray(0, cut)), read(Buffer.concat([bytes(JTL_HEADER), file.subarray(cut)]))]
      expect([one.read + other.read, one.skipped + other.skipped]).toEqual([rows.length, 0])
    }),
  )
})

test('flipped, cut and doubled bytes never throw, and lose at most the rows that they touch', () => {
  const flips = fc.array(fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) }), { maxLength: 3 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), flips, fc.integer({ min: 1, max: 400 }), (count, list, piece) => {
      const body = bytes(jtlLine(row()).repeat(count))
      for (const { at, to } of list) body[at % body.length] = to
      const { summary, read: rows, skipped } = read(Buffer.concat([bytes(JTL_HEADER), body]), { pieces: [piece] })
      expect(summary.total.count).toBe(rows)
      // A flip damages a row or, as a line end, makes two of one or one of two.
      expect(rows).toBeGreaterThanOrEqual(count - 2 * list.length)
      expect(rows + skipped).toBeLessThanOrEqual(count + list.length)
    }),
    { numRuns: 300 },
  )
})

test('any bytes at all never throw, and are the same however they are cut', () => {
  const junk = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(fc.constantFrom('"', ',', '\n', '\r', '1', '1000,12,a,true\n', 'true'), { maxLength: 60 })
      .map((parts) => bytes(parts.join(''))),
  )
  fc.assert(
    fc.property(fc.constantFrom('', HEADER), junk, fc.integer({ min: 1, max: 20 }), (header, body, piece) => {
      const file = Buffer.concat([bytes(header), body])
      const [whole, cut] = [read(file), read(file, { pieces: [piece] })]
      expect(cut.summary).toEqual(whole.summary)
      expect(cut.summarizer.completeBytes).toBe(whole.summarizer.completeBytes)
    }),
    { numRuns: 500 },
  )
})
