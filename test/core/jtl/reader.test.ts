import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SparseHistogram } from '../../../src/core/stats/sparse-histogram.ts'
import { anyRow, jtl, read } from '../../support/jtl.ts'

const DEFAULT_ROW = '1767225600000,12,GET /,200,OK,t 1-1,text,true,,100,50,1,1,http://shop/,5,0,1\n'

test('a sample is counted under its label, with its start, end, bytes, parts and threads', () => {
  const { summary, summarizer, read: rows, skipped } = read(jtl({ timeStamp: 5000, elapsed: 40, bytes: 7, lag: 3 }))
  expect({ rows, skipped, warnings: summary.warnings }).toEqual({ rows: 1, skipped: 0, warnings: [] })
  expect(summarizer.block()).toEqual({
    block: 'load',
    labels: [
      {
        label: 'GET /',
        count: 1,
        errors: 0,
        sum: 40,
        min: 40,
        max: 40,
        first: 5000,
        last: 5040,
        bytes: 7,
        sent: 50,
        failures: [],
        all: SparseHistogram.of([[40, 1]]),
        successes: SparseHistogram.of([[40, 1]]),
        lag: SparseHistogram.of([[3, 1]]),
        latency: SparseHistogram.of([[5, 1]]),
        connect: SparseHistogram.of([[1, 1]]),
        slices: {
          widthMs: 1000,
          slices: [{ at: 5000, count: 1, errors: 0, threads: 1, successes: SparseHistogram.of([[40, 1]]) }],
        },
      },
    ],
    transactions: [],
  })
})

test.each([
  ['columns in another order, and only some', 'success,label,elapsed,timeStamp\ntrue,a,12,1000\n'],
  ['columns that we do not know', 'timeStamp,elapsed,label,success,"my var",Hostname\n1000,12,a,true,"x,y",h\n'],
  ['lines that end in CRLF', 'timeStamp,elapsed,label,success\r\n1000,12,a,true\r\n'],
  ['CRLF after a quoted field', 'timeStamp,elapsed,success,label\r\n1000,12,true,"a"\r\n'],
  ['a byte order mark', '\ufefftimeStamp,elapsed,label,success\n1000,12,a,true\n'],
  ['names that are spelt otherwise', 'Time Stamp,ELAPSED,Label,success\n1000,12,a,true\n'],
  ['semicolons', 'timeStamp;elapsed;label;success\n1000;12;a;true\n'],
  ['tabs', 'timeStamp\telapsed\tlabel\tsuccess\n1000\t12\ta\ttrue\n'],
  ['bars', 'timeStamp|elapsed|label|success\n1000|12|a|true\n'],
  ['every field in quotes', '"timeStamp","elapsed","label","success"\n"1000","12","a","true"\n'],
  ['empty lines', '\n\r\ntimeStamp,elapsed,label,success\n\n1000,12,a,true\n\r\n\n'],
  ['a header that is repeated', 'timeStamp,elapsed,label,success\ntimeStamp,elapsed,label,success\n1000,12,a,true\n'],
])('a file with %s is read', (_, file) => {
  for (const pieces of [[1], [1000]]) {
    const { summary, read: rows, skipped, codes } = read(file, { pieces })
    expect({ rows, skipped, codes }).toEqual({ rows: 1, skipped: 0, codes: [] })
    expect(summary.labels).toMatchObject([{ label: 'a', count: 1, errors: 0, sum: 12, first: 1000, last: 1012 }])
  }
})

test.each([
  ['a comma', '"a,b"', 'a,b'],
  ['quotes', '"say ""hi"""', 'say "hi"'],
  ['line ends', '"a\r\nb\n"', 'a\r\nb\n'],
  ['nothing but a quote', '""""', '"'],
  ['nothing', '', ''],
  ['what looks like a row', '"x\n1000,1,b,true\n"', 'x\n1000,1,b,true\n'],
  ['letters beyond ASCII', 'détail ☃ 😀', 'détail ☃ 😀'],
])('a label may hold %s', (_, field, label) => {
  const { summary, skipped } = read(`timeStamp,elapsed,label,success\n1000,12,${field},true\n2000,13,z,true\n`)
  expect(summary.labels.map((part) => part.label)).toEqual([label, 'z'])
  expect(skipped).toBe(0)
})

test('the same label is one, quoted or not', () => {
  const { summary } = read('timeStamp,elapsed,label,success\n1000,12,a,true\n1000,12,"a",true\n')
  expect(summary.labels).toMatchObject([{ label: 'a', count: 2 }])
})

const SMALL = 'timeStamp,elapsed,label,success\n'
test.each([
  ['another delimiter', 'delimiters', '1000;12;a;true\n'],
  ['another delimiter within quotes', 'delimiters', '"1000"\t"12"\t"a"\t"true"\n'],
  ['a line end within quotes', 'multi-line', '1000,12,"a\nb",true\n'],
])('a row with %s is read, which is told once, by line and offset', (_, code, odd) => {
  const good = '1000,12,a,true\n'
  for (const pieces of [[1], [7, 3], [1000]]) {
    const { summary, read: rows, skipped } = read(SMALL + good.repeat(5) + odd + good + odd, { pieces })
    expect({ rows, skipped }).toEqual({ rows: 8, skipped: 0 })
    expect(summary.total).toMatchObject({ count: 8, sum: 96 })
    const offset = SMALL.length + 5 * good.length
    expect(summary.warnings).toEqual([{ code, message: expect.any(String), line: 7, offset }])
  }
})

test('rows of several samples are told, since of their times the mean alone is known', () => {
  const { summary } = read('timeStamp,elapsed,success,SampleCount\n9000,20,true,1\n9000,30,true,3\n9000,30,true,3\n')
  expect(summary.warnings).toMatchObject([{ code: 'several-samples', line: 3, offset: 53 }])
})

test.each([
  ['the same header', SMALL, '1000,12,a,true\n', []],
  ['another delimiter', 'timeStamp;elapsed;label;success\n', '1000;12;a;true\n', ['header']],
  ['more columns', 'threadName,success,label,elapsed,timeStamp,URL\n', 't,true,a,12,1000,u\n', ['header']],
  ['the same columns in another order', 'elapsed,timeStamp,label,success\n', '12,1000,a,true\n', ['header']],
])('a file that goes on under a header with %s is read by that', (_, header, row, said) => {
  for (const pieces of [[1], [7, 3], [1000]]) {
    const file = `${SMALL}1000,12,a,true\n${header}${row}${row}`
    const { summary, skipped, codes, summarizer } = read(file, { pieces })
    expect(summary.total).toMatchObject({ count: 3, sum: 36, first: 1000, last: 1012 })
    expect({ skipped, codes }).toEqual({ skipped: 0, codes: said })
    expect(summarizer.isBetweenRows).toBe(said.length === 0)
  }
})

test("without a header JMeter's default columns are taken, with a warning", () => {
  const { summary, codes } = read(DEFAULT_ROW)
  expect(codes).toEqual(['no-header'])
  expect(summary.labels).toMatchObject([{ label: 'GET /', count: 1, sum: 12 }])
})

test('without a label column all samples are of one label', () => {
  expect(read('timeStamp,elapsed,success\n1000,12,true\n').summary.labels).toMatchObject([
    { label: '(no label)', count: 1 },
  ])
})

test('success decides what is an error, not the code', () => {
  const { summary } = read(
    jtl(
      { responseCode: '200', success: false, failureMessage: 'expected "OK", found\nFAIL' },
      { responseCode: '500', success: true },
      { responseCode: '503', responseMessage: 'Service Unavailable', success: false },
    ),
  )
  expect(summary.total).toMatchObject({ count: 3, errors: 2 })
  expect(summary.total.failures).toEqual([
    { code: '200', message: 'expected "OK", found\nFAIL', count: 1 },
    { code: '503', message: 'Service Unavailable', count: 1 },
  ])
})

const TRANSACTION = 'Number of samples in transaction : 3, number of failing samples : 0'
test.each([
  ['its message', { responseMessage: TRANSACTION, dataType: '' }, true],
  ['URL null and no dataType', { url: 'null', dataType: '' }, true],
  ['URL null with a dataType', { url: 'null', dataType: 'text' }, false],
  ['its message, but as a reason phrase that a server sent', { responseMessage: TRANSACTION, dataType: 'text' }, false],
] as const)('a transaction is known by %s, and kept apart', (_, said, transaction) => {
  const { summary } = read(jtl({ elapsed: 5 }, { ...said, elapsed: 700, label: 'Buy' }))
  expect(summary.total.count).toBe(transaction ? 1 : 2)
  expect(summary.transactions.map(({ label, sum }) => [label, sum])).toEqual(transaction ? [['Buy', 700]] : [])
})

test('a row of several samples counts as so many, of the mean elapsed, and is stamped with their end', () => {
  const header = 'timeStamp,elapsed,label,success,SampleCount,ErrorCount\n'
  const { summary, summarizer } = read(`${header}9000,301,a,false,3,1\n9500,10,a,false,1,1\n9500,20,a,true,1,0\n`)
  expect(summary.total).toMatchObject({ count: 5, errors: 2, sum: 331, min: 10, max: 100, first: 8900, last: 9520 })
  expect(summarizer.block().labels[0]!.all.toJSON()).toEqual([
    [10, 1],
    [20, 1],
    [100, 3],
  ])
  expect(summarizer.block().labels[0]!.successes.toJSON()).toEqual([
    [20, 1],
    [100, 2],
  ])
})

test('without ErrorCount all samples of a row that failed have failed', () => {
  const { summary } = read('timeStamp,elapsed,success,SampleCount\n9000,30,false,3\n9000,20,true,2\n')
  expect(summary.total).toMatchObject({ count: 5, errors: 3 })
})

test('the first start and the last end count, in whatever order the rows are', () => {
  const { summary } = read(jtl({ timeStamp: 5000 }, { timeStamp: 1000, elapsed: 9000 }, { timeStamp: 3000 }))
  expect(summary.total).toMatchObject({ first: 1000, last: 10_000 })
})

test('the summary is the same however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
      (rows, pieces) => {
        const [whole, cut] = [read(jtl(...rows)), read(jtl(...rows), { pieces })]
        expect(cut.summary).toEqual(whole.summary)
        expect(cut.summarizer.completeBytes).toBe(whole.summarizer.completeBytes)
      },
    ),
  )
})

test('a header of more than 1 MiB is none, however the bytes are cut', () => {
  const text = jtl({}).replace('\n', `,${'x'.repeat(1 << 20)}\n`)
  for (const pieces of [[1_000_000], [1 << 16]]) expect(read(text, { pieces }).codes).toEqual(['refused'])
})
