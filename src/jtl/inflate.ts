import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

/** Inflating in larger pieces than Node's 16 KiB takes half the time. */
const PIECE = 1 << 20
/** So many pieces are inflated ahead, in a thread of Node's pool. Counted by pieces, or Node would join them by a copy. */
const AHEAD = 2
const OPTIONS = { chunkSize: PIECE, readableObjectMode: true, readableHighWaterMark: AHEAD }

/**
 * Inflates gzip, of one part or of several; a piece is gone when the next one is asked for. Zeros after the end are padding,
 * but Node takes whatever follows them for padding, too: that is refused here.
 */
export async function* inflate(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip(OPTIONS)
  let [given, last] = [0, 0]
  const watched = async function* () {
    for await (const piece of packed) {
      const filled = piece.findLastIndex((byte) => byte !== 0) + 1
      if (filled > 0) last = given + filled
      given += piece.length
      yield piece
    }
  }
  const fed = pipeline(watched, gunzip)
  fed.catch(() => {}) // it is told by the loop below, which ends by the same fault
  for await (const piece of gunzip as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    yield piece
    free(piece)
  }
  await fed
  if (last > gunzip.bytesWritten) throw new Error(`there is more after the gzip's end, at byte ${gunzip.bytesWritten}`)
}

/** Gives back memory that the collector would let grow to 60 MB; a buffer with room left is written on. */
function free({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): void {
  if (byteOffset + length === buffer.byteLength) buffer.transfer(0)
}
