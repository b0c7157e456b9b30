import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** A piece of a JTL between two ends of rows, in bytes. */
export interface Cut {
  readonly from: number
  readonly to: number
  readonly rows: number
}

/** The piece as a gzipped JTL of its own: one that does not begin the file gets the file's header line. */
export async function packChunk(path: string, { from, to }: Cut): Promise<{ body: Uint8Array; sha256: string }> {
  const pieces: Uint8Array[] = []
  const collect = async (gzipped: AsyncIterable<Uint8Array>) => {
    for await (const piece of gzipped) pieces.push(piece)
  }
  await pipeline(Readable.from(withHeader(path, { from, to })), createGzip(), collect)
  const body = Buffer.concat(pieces)
  return { body, sha256: createHash('sha256').update(body).digest('hex') }
}

async function* withHeader(path: string, { from, to }: Omit<Cut, 'rows'>): AsyncGenerator<Uint8Array> {
  if (from > 0) yield await headerLine(path)
  yield* createReadStream(path, { start: from, end: to - 1, highWaterMark: 256 * 1024 })
}

const LONGEST_HEADER = 64 * 1024

async function headerLine(path: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of createReadStream(path, { end: LONGEST_HEADER - 1 })) pieces.push(piece as Uint8Array)
  const start = Buffer.concat(pieces)
  return start.subarray(0, start.indexOf(10) + 1)
}
