import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { jtlLine } from '../../src/core/jtl/write.ts'
import { summarizeFile } from '../../src/jtl/summarize-file.ts'
import { jtl, read, row } from '../support/jtl.ts'

const PROGRAM = new URL('../../src/jtl-half.ts', import.meta.url).pathname
const BEGIN = 1_700_000_000_000
let path = ''
beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'jtl-')), 'results.jtl')
})
afterAll(() => rm(join(path, '..'), { recursive: true }))

/** Near one another and far, before and after what rows of load have, and such as leave the engine no row to count. */
const anyTime = fc.oneof(
  fc.integer({ min: BEGIN, max: BEGIN + 1000 }),
  fc.integer({ min: BEGIN, max: BEGIN + 1_000_000 }),
  fc.integer({ min: BEGIN - 1e9, max: BEGIN + 1e9 }),
  fc.constantFrom(0, 5, 999_999_999_999, 1e12, 9_999_999_999_999, 1e13),
)

const aRow = fc
  .record({
    timeStamp: anyTime,
    elapsed: fc.oneof(fc.nat(300), fc.nat(1_000_000)),
    label: fc.constantFrom('GET /', 'POST /', 'a "b"'),
    success: fc.boolean(),
    failureMessage: fc.constantFrom('', `\n${BEGIN + 1e8},1\n`, '\n9999999999999,1,'),
    responseMessage: fc.constantFrom('OK', 'Number of samples in transaction : 2, number of failing samples : 0'),
  })
  .map((said) => jtlLine(row(said)))

/** What may stand where a row does. */
const anyLine = fc.oneof(
  { weight: 8, arbitrary: aRow },
  fc.constantFrom(
    jtl(),
    jtl().replace('timeStamp,elapsed', 'elapsed,timeStamp'),
    `${BEGIN + 1e7},no row\n`,
    `${BEGIN + 1e8}`,
    '"',
    '\n',
  ),
)

const anyText = fc
  .record({
    mark: fc.constantFrom('', '\ufeff'),
    times: fc.array(anyTime, { minLength: 1, maxLength: 5 }),
    count: fc.nat(400),
    lines: fc.array(anyLine, { maxLength: 12 }),
    delimiter: fc.constantFrom(',', ';', '\t'),
    end: fc.constantFrom('\n', '\r\n'),
    quoted: fc.boolean(),
  })
  .map(({ mark, times, count, lines, delimiter, end, quoted }) => {
    const rows = Array.from({ length: count }, (_, i) => jtlLine(row({ timeStamp: times[i % times.length]! + i })))
    const text = jtl() + rows.join('') + lines.join('')
    const written = quoted ? text.replaceAll(/^(timeStamp|\d{13})(?=,)/gm, '"$1"') : text
    return mark + written.replaceAll(',', delimiter).replaceAll('\n', end)
  })

test.each([
  ['one thread finds', {}, 200],
  ['two threads find', { program: PROGRAM, parallelFrom: 0 }, 12],
])('a guess of the last time changes nothing of what %s', async (_, options, numRuns) => {
  await fc.assert(
    fc.asyncProperty(anyText, async (text) => {
      await writeFile(path, text)
      const expected = read(text).summary
      if (expected.warnings.some(({ code }) => code === 'refused')) return
      expect(await summarizeFile(path, options)).toEqual(expected)
    }),
    { numRuns },
  )
})
