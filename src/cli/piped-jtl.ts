import { Readable } from 'node:stream'
import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import { summaryOf } from '../core/jtl/merge.ts'
import { createBlockSummarizer } from '../core/jtl/summarize.ts'
import type { Summary } from '../core/summary.ts'
import { inflate } from '../jtl/inflate.ts'
import { takePieces } from '../jtl/take-pieces.ts'

/** The block under which the samples are counted: a load test is one. */
const BLOCK = 'load'

/** The summary of a JTL that comes in pieces, CSV or XML, gzipped or not, in bounded memory. Throws INPUT where it is none. */
export async function summarizeStream(path: string, bytes: AsyncIterable<Uint8Array>): Promise<Summary> {
  using summarizer = createBlockSummarizer(BLOCK)
  const warnings = await takePieces(summarizer, unpacked(bytes)).catch((cause: unknown) => {
    throw new PerfError('INPUT', `${quote(path)} cannot be read to its end: ${reason(cause)}`, { cause })
  })
  const { rows } = summarizer
  const refused = warnings.find(({ code }) => code === 'refused')
  if (refused !== undefined)
    throw new PerfError('INPUT', `${quote(path)}: ${refused.message}`, {
      hint: "a JTL is JMeter's CSV: its first line names timeStamp, elapsed, label, success",
    })
  return summaryOf([summarizer.block()], rows, warnings)
}

/** A gzip file is known by its first two bytes, whatever its name is. */
async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = bytes[Symbol.asyncIterator]()
  const first = await pieces.next()
  if (first.done) return
  const all = rest(first.value, pieces)
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) yield* all
  else yield* inflate(Readable.from(all))
}

async function* rest(first: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
}
