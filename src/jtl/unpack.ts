import { createReadStream } from 'node:fs'
import { inflate } from './inflate.ts'

const PIECE = 1 << 20

interface Options {
  readonly gzip: boolean
  /** Is told how many bytes of the file are read. */
  readonly progress?: ((bytes: number) => void) | undefined
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined
}

/** Reads a file in pieces, inflated where it is gzipped; a piece is gone when the next one is asked for. */
export async function* readPieces(path: string, { gzip, progress, signal }: Options): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: PIECE, ...(signal && { signal }) })
  for await (const piece of (gzip ? inflate(file) : file) as AsyncIterable<Uint8Array>) {
    yield piece
    progress?.(file.bytesRead)
  }
}
