import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readFirstLine } from '../../../src/core/jtl/columns.ts'
import { CsvRecord } from '../../../src/core/jtl/record.ts'
import { JTL_HEADER, jtlLine } from '../../../src/core/jtl/write.ts'
import { anyRow, jtl, read, row } from '../../support/jtl.ts'

test('a row is written in the order of the header, with quotes where they are needed', () => {
  const failed = row({ label: 'Search, "exact"', success: false, failureMessage: 'two\nlines', lag: 4 })
  expect(jtlLine(failed)).toBe(
    '1767225600000,10,"Search, ""exact""",200,OK,load 1-1,text,false,"two\nlines",100,50,1,1,http://shop/,5,0,1,4\n',
  )
})

test('every text comes back from the reader as it was written', () => {
  const names = JTL_HEADER.trimEnd().split(',')
  fc.assert(
    fc.property(anyRow, (written) => {
      const line = new TextEncoder().encode(jtlLine(written))
      const record = new CsvRecord(44, names.length)
      expect(record.scan(line, 0, line.length)).toBe('row')
      const texts = Object.fromEntries(names.map((name, field) => [name, record.text(field)]))
      expect(texts).toMatchObject({
        timeStamp: String(written.timeStamp),
        label: written.label,
        responseCode: written.responseCode,
        responseMessage: written.responseMessage,
        threadName: written.threadName,
        failureMessage: written.failureMessage,
        URL: written.url,
        Lag: String(written.lag),
      })
    }),
  )
})

test('all rows that are written count, under their labels', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 30 }), (rows) => {
      const { summary, skipped, read: rowsRead } = read(jtl(...rows))
      expect({ rowsRead, skipped }).toEqual({ rowsRead: rows.length, skipped: 0 })
      const labels = Map.groupBy(rows, ({ label }) => label)
      expect(summary.labels.map(({ label, count, errors, sum }) => [label, count, errors, sum])).toEqual(
        [...labels].map(([label, same]) => [
          label,
          same.length,
          same.filter(({ success }) => !success).length,
          same.reduce((sum, { elapsed }) => sum + elapsed, 0),
        ]),
      )
    }),
  )
})

test('the header is read as a header', () => {
  expect(readFirstLine(new TextEncoder().encode(JTL_HEADER))).toMatchObject({
    is: 'header',
    columns: { width: 18, lag: 17 },
  })
})
