import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

/** Inflating in larger pieces than Node's 16 KiB takes half the time. */
const PIECE = 1 << 20
/** So many pieces are inflated ahead, in a thread of Node's pool. Counted by pieces, or Node would join them by a copy. */
const AHEAD = 3
const OPTIONS = { chunkSize: PIECE, readableObjectMode: true, readableHighWaterMark: AHEAD }

/** Inflates gzip, of one part or of several; a piece is gone when the next one is asked for. */
export async function* inflate(packed: Readable): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip(OPTIONS)
  const fed = pipeline(packed, gunzip)
  fed.catch(() => {}) // it is told by the loop below, which ends by the same fault
  for await (const piece of gunzip as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    yield piece
    free(piece)
  }
  await fed
}

/** Gives back memory that the collector would let grow to 60 MB; a buffer with room left is written on. */
function free({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): void {
  if (byteOffset + length === buffer.byteLength) buffer.transfer(0)
}
