import { setImmediate as turn } from 'node:timers/promises'
import type { BlockSummarizer } from '../core/jtl/block-summarizer.ts'
import type { SummaryWarning } from '../core/summary.ts'

const XML = /^\ufeff?\s*</

/** So many bytes are read before others have their turn: what inflates the next piece is told to go on. */
const TURN = 1 << 18

/** What takes the bytes of a file, and tells of them. */
interface Reader {
  push(bytes: Uint8Array): void
  end(): void
  /** Whether reading on is of no use. */
  readonly isRefused: boolean
  readonly warnings: readonly SummaryWarning[]
}

/** Reads a JTL, CSV or XML, that comes in pieces to its end; what is to be told of it. */
export async function takePieces(
  summarizer: BlockSummarizer,
  pieces: AsyncIterable<Uint8Array>,
): Promise<readonly SummaryWarning[]> {
  let reader: Reader | undefined
  for await (const piece of pieces) {
    // XML is rare, and its parser is not small.
    reader ??= isXml(piece) ? new (await import('./xml-reader.ts')).XmlReader(summarizer) : summarizer
    for (let at = 0; at < piece.length && !reader.isRefused; at += TURN) {
      reader.push(piece.subarray(at, at + TURN))
      await turn()
    }
    if (reader.isRefused) break
  }
  reader ??= summarizer
  reader.end()
  return reader.warnings
}

/** By the beginning of a file. */
export function isXml(bytes: Uint8Array): boolean {
  return XML.test(new TextDecoder().decode(bytes.subarray(0, 64)))
}
