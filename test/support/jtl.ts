import fc from 'fast-check'
import type { BlockSummarizer } from '../../src/core/jtl/block-summarizer.ts'
import { summaryOf } from '../../src/core/jtl/merge.ts'
import { createBlockSummarizer, type SummarizerOptions } from '../../src/core/jtl/summarize.ts'
import { JTL_HEADER, type JtlRow, jtlLine } from '../../src/core/jtl/write.ts'
import type { Summary } from '../../src/core/summary.ts'

/** A row of a good sample, but for what is said. */
export function row(said: Partial<JtlRow> = {}): JtlRow {
  return {
    timeStamp: 1_767_225_600_000,
    elapsed: 10,
    label: 'GET /',
    responseCode: '200',
    responseMessage: 'OK',
    threadName: 'load 1-1',
    dataType: 'text',
    success: true,
    failureMessage: '',
    bytes: 100,
    sentBytes: 50,
    grpThreads: 1,
    allThreads: 1,
    url: 'http://shop/',
    latency: 5,
    idleTime: 0,
    connect: 1,
    lag: 0,
    ...said,
  }
}

/** A whole file of such rows. */
export function jtl(...rows: readonly Partial<JtlRow>[]): string {
  return JTL_HEADER + rows.map((said) => jtlLine(row(said))).join('')
}

/** Lines of rows, of seven labels unless said otherwise, of which now and then one fails. */
export function rows(
  count: number,
  of = (i: number) => row({ elapsed: i % 700, label: `GET /${i % 7}`, success: i % 50 > 0 }),
): string {
  return Array.from({ length: count }, (_, i) => jtlLine(of(i))).join('')
}

interface ReadOptions extends SummarizerOptions {
  /** Bytes of each piece, over and over; default: all at once. */
  readonly pieces?: readonly number[]
  readonly block?: string
}

/** Reads a file to its end. */
export function read(file: string | Uint8Array, { pieces = [], block = 'load', ...options }: ReadOptions = {}) {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  const summarizer = createBlockSummarizer(block, options)
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = pieces[i % pieces.length] ?? bytes.length
    // A piece's memory is used again, as a reader of files does.
    const piece = new Uint8Array(bytes.subarray(at, at + length))
    summarizer.push(piece)
    piece.fill(0x22)
    at += length
  }
  summarizer.end()
  return { summarizer, summary: summary(summarizer), ...summarizer.rows, codes: codes(summarizer) }
}

export function summary(summarizer: BlockSummarizer): Summary {
  return summaryOf([summarizer.block()], summarizer.rows, summarizer.warnings)
}

function codes({ warnings }: BlockSummarizer): readonly string[] {
  return warnings.map(({ code }) => code)
}

/** Text that a target, a plan or an attacker may choose. */
const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .array(fc.constantFrom('"', ',', '\n', '\r', '\r\n', ';', '\ufeff', '1767225600000,1,a', 'true', '\u0000', 'é'))
    .map((parts) => parts.join('')),
)

/** Any row that generator `http` may write. */
export const anyRow: fc.Arbitrary<JtlRow> = fc
  .record({
    timeStamp: fc.integer({ min: 1_767_225_600_000, max: 1_767_226_200_000 }),
    elapsed: fc.oneof(fc.nat(300), fc.nat(100_000)),
    label: fc.oneof(fc.constantFrom('GET /', 'POST /pay', 'Search, "exact"'), hostileText),
    responseCode: fc.oneof(fc.constantFrom('200', '500'), hostileText),
    responseMessage: hostileText,
    threadName: hostileText,
    success: fc.boolean(),
    failureMessage: hostileText,
    bytes: fc.nat(),
    url: hostileText,
    lag: fc.nat(5000),
  })
  .map(row)
