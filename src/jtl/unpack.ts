import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { BlockSummarizer } from '../core/jtl/summarize.ts'

/** Inflating in larger pieces than Node's 16 KiB takes half the time. */
const PIECE = 1 << 20

/** Reads a gzip file, of one part or several, into the summarizer; inflating goes on in a thread beside it. */
export async function readGzip(
  summarizer: BlockSummarizer,
  path: string,
  progress?: (packedBytes: number) => void,
): Promise<void> {
  const packed = createReadStream(path, { highWaterMark: PIECE / 4 })
  await pipeline(packed, createGunzip({ chunkSize: PIECE }), async (pieces: AsyncIterable<Uint8Array>) => {
    for await (const piece of pieces) {
      summarizer.push(piece)
      progress?.(packed.bytesRead)
    }
  })
}
