import fc from 'fast-check'
import { JTL_HEADER, type JtlRow, jtlLine } from '../../src/core/jtl/write.ts'
import { anyRow, row } from './jtl.ts'

/** Files as the engine meets them: names that come again and again, with what is odd and what is damaged between. */

const few = fc.constantFrom('GET /', 'POST /pay', 'Search, "exact"', 'détail', 'a name that is longer than eight bytes')
const texts = fc.constantFrom(
  '',
  'OK',
  'not "OK",\nbut this',
  'Number of samples in transaction : 3, failing : 0',
  'null',
)

/** Rows of few names, most of them plain. */
const usualRow: fc.Arbitrary<JtlRow> = fc
  .record({
    timeStamp: fc.oneof(
      { arbitrary: fc.integer({ min: 1_767_225_600_000, max: 1_767_225_660_000 }), weight: 20 },
      { arbitrary: fc.integer({ min: 0, max: 9_999_999_999_999 }), weight: 1 },
    ),
    elapsed: fc.oneof(fc.nat(300), fc.nat(100_000), fc.nat(2 ** 31 - 1)),
    label: few,
    responseCode: fc.constantFrom('200', '500', '', 'Non HTTP response code: java.net.SocketTimeoutException'),
    responseMessage: texts,
    dataType: fc.constantFrom('text', 'text', 'text', ''),
    success: fc.oneof(fc.constant(true), fc.boolean()),
    failureMessage: texts,
    bytes: fc.oneof(fc.nat(99_999), fc.nat()),
    sentBytes: fc.nat(999),
    allThreads: fc.nat(200),
    url: fc.constantFrom('null', 'http://shop/'),
    latency: fc.nat(9000),
    connect: fc.nat(50),
    lag: fc.nat(30),
  })
  .map(row)

const oddLine = fc.constantFrom(
  '\n',
  '\r\n',
  JTL_HEADER,
  'junk\n',
  '"\n',
  'a"b,c"d\n',
  `${jtlLine(row()).trimEnd()},\n`,
  jtlLine(row()).replace('\n', '\r\n'),
  jtlLine(row()).replace('GET /', '"GET /"'),
  jtlLine(row()).replace('GET /', '"GET /'),
  jtlLine(row()).replace('GET /', '"GET /"x'),
  jtlLine(row()).replace('text', '""'),
  jtlLine(row()).replace('text', '').replace('http://shop/', '"null"'),
  jtlLine(row()).replace(',10,', ',"10",'),
  jtlLine(row()).replace(',10,', ',1x,'),
  jtlLine(row()).replace(',10,', ',,'),
  jtlLine(row()).replace('17672256', '\0'.repeat(8)),
  jtlLine(row()).replace('17672256', '1767225x'),
  jtlLine(row()).replace('true', 'True'),
  jtlLine(row({ success: false })).replace('false', 'falsy'),
  jtlLine(row({ label: 'x'.repeat(3000) })),
  jtlLine(row({ success: false, failureMessage: 'y'.repeat(3000) })),
)

const line = fc.oneof(
  { arbitrary: usualRow.map(jtlLine), weight: 20 },
  { arbitrary: anyRow.map(jtlLine), weight: 2 },
  { arbitrary: oddLine, weight: 1 },
)

/** A file with a header. */
export const anyFile: fc.Arbitrary<Uint8Array> = fc
  .array(line, { maxLength: 60 })
  .map((lines) => new TextEncoder().encode(JTL_HEADER + lines.join('')))

/** A file of many rows, more than are counted at once. */
export const longFile: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.array(line, { minLength: 20, maxLength: 60 }),
    fc.integer({ min: 2, max: 6 }),
    fc.array(line, { maxLength: 9 }),
  )
  .map(([lines, times, last]) => new TextEncoder().encode(JTL_HEADER + lines.join('').repeat(times) + last.join('')))

const anyElapsed = fc.constantFrom('1', '7', '', '1x', '-1', '3000000000', '99999999999999999999')
const column = fc.record({ label: fc.constantFrom('a', 'b', 'c', 'd'), elapsed: anyElapsed })
const commas = column.map(({ label, elapsed }) => `x,1767225600000,${elapsed},${label},true,y`)
/** A row of another delimiter than the header, in whose label one of the header's own seems to stand. */
const hiding = fc
  .tuple(fc.constantFrom(';', '\t', '|'), anyElapsed, commas)
  .map(([delimiter, elapsed, inner]) => ['x', '1767225600000', elapsed, inner, 'true', 'y'].join(delimiter))

/** A file of rows of several delimiters, which may be read as rows of either. */
export const hidingFile: fc.Arbitrary<Uint8Array> = fc
  .array(fc.oneof(commas, hiding), { maxLength: 30 })
  .map((lines) => new TextEncoder().encode(['x,timeStamp,elapsed,label,success,y', ...lines, ''].join('\n')))

const SEPARATORS = [10, 13, 34, 44, 48, 110]
const byte = fc.oneof(fc.constantFrom(...SEPARATORS), fc.integer({ min: 0, max: 255 }))
const flips = fc.array(fc.record({ at: fc.nat(), to: byte }), { maxLength: 6 })

/** A file of which some bytes are others. */
export const damagedFile: fc.Arbitrary<Uint8Array> = fc.tuple(anyFile, flips).map(([file, list]) => {
  for (const { at, to } of list) file[at % file.length] = to
  return file
})

/** Bytes of the pieces in which a file comes. */
export const anyPieces: fc.Arbitrary<readonly number[]> = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 5000 })),
  { minLength: 1, maxLength: 5 },
)
