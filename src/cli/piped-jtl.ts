import { createBlockSummarizer } from '../core/jtl/summarize.ts'
import type { Summary } from '../core/summary.ts'
import { inflate } from '../jtl/inflate.ts'
import { orRefused, refuseUnreadable } from '../jtl/refused.ts'
import { takePieces } from '../jtl/take-pieces.ts'

/** The block under which the samples are counted: a load test is one. */
const BLOCK = 'load'

interface StreamOptions {
  readonly slices?: boolean
  /** Is told how many bytes have come. */
  readonly progress?: (bytes: number) => void
}

/** The summary of what comes in pieces: a JTL (CSV or XML), a result of Fortio or a summary, gzipped or not, in bounded memory. Throws INPUT where it is none. */
export async function summarizeStream(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  { slices = true, progress }: StreamOptions = {},
): Promise<Summary> {
  using summarizer = createBlockSummarizer(BLOCK, { slices })
  const pieces = unpacked(counted(bytes, progress))
  const taken = takePieces(summarizer, pieces, BLOCK)
  return orRefused(path, await taken.catch((cause: unknown) => refuseUnreadable(path, cause)))
}

async function* counted(bytes: AsyncIterable<Uint8Array>, progress?: (bytes: number) => void) {
  let read = 0
  for await (const piece of bytes) {
    read += piece.length
    yield piece
    progress?.(read)
  }
}

/** Enough to know a format by. */
const BEGINNING = 64

/** A gzip file is known by its first two bytes, whatever its name is. */
async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = bytes[Symbol.asyncIterator]()
  try {
    const begin = await beginningOf(pieces)
    const all = rest(begin, pieces)
    if (begin[0] !== 0x1f || begin[1] !== 0x8b) yield* all
    else yield* inflate(all)
  } finally {
    await pieces.return?.() // who writes to a pipe is told that no one reads on
  }
}

async function beginningOf(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const begin: Uint8Array[] = []
  for (let length = 0; length < BEGINNING; length += begin.at(-1)?.length ?? 0) {
    const next = await pieces.next()
    if (next.done) break
    begin.push(next.value)
  }
  return begin.length === 1 ? begin[0]! : Buffer.concat(begin)
}

async function* rest(begin: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (begin.length > 0) yield begin
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
}
