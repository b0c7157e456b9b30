import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

/** Inflating in larger pieces than Node's 16 KiB takes half the time. */
const PIECE = 1 << 20

interface Options<T> {
  readonly gzip: boolean
  /** Reads the pieces to their end. */
  readonly take: (pieces: AsyncIterable<Uint8Array>) => Promise<T>
  /** Is told how many bytes of the file are read. */
  readonly progress?: ((bytes: number) => void) | undefined
}

/** Reads a file in pieces, inflated where it is gzipped, in one part or several; inflating goes on in a thread beside. */
export async function readPieces<T>(path: string, { gzip, take, progress }: Options<T>): Promise<T> {
  const file = createReadStream(path, { highWaterMark: PIECE / 4 })
  const watched = async function* (pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      yield piece
      progress?.(file.bytesRead)
    }
  }
  if (!gzip) return await take(watched(file))
  const gunzip = createGunzip({ chunkSize: PIECE })
  const [, taken] = await Promise.all([pipeline(file, gunzip), take(watched(gunzip))])
  return taken
}
