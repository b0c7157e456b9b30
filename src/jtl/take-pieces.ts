import { setImmediate as turn } from 'node:timers/promises'
import type { BlockSummarizer } from '../core/jtl/block-summarizer.ts'
import { summaryOf } from '../core/jtl/merge.ts'
import type { Summary, SummaryWarning } from '../core/summary.ts'
import { DocumentReader, isDocument } from './document.ts'

const XML = /^\ufeff?\s*</

/** So many bytes are read before others have their turn: what inflates the next piece is told to go on. */
const TURN = 1 << 18

/** What takes the bytes of a JTL, and tells of them. */
interface JtlReader {
  push(bytes: Uint8Array): void
  end(): void
  /** Whether reading on is of no use. */
  readonly isRefused: boolean
  readonly warnings: readonly SummaryWarning[]
}

/**
 * The summary of a JTL (CSV or XML) or a JSON document that comes in pieces; the first of these shows what it is. Samples
 * of Fortio are counted under this block.
 */
export async function takePieces(
  summarizer: BlockSummarizer,
  pieces: AsyncIterable<Uint8Array>,
  block: string,
): Promise<Summary> {
  let reader: JtlReader | DocumentReader | undefined
  for await (const piece of pieces) {
    reader ??= await readerOf(piece, summarizer)
    for (let at = 0; at < piece.length && !reader.isRefused; at += TURN) {
      reader.push(piece.subarray(at, at + TURN))
      await turn()
    }
    if (reader.isRefused) break
  }
  reader ??= summarizer
  reader.end()
  if (reader instanceof DocumentReader) return reader.summary(block)
  return summaryOf([summarizer.block()], summarizer.rows, reader.warnings)
}

async function readerOf(begin: Uint8Array, summarizer: BlockSummarizer): Promise<JtlReader | DocumentReader> {
  if (isDocument(begin)) return new DocumentReader()
  // XML is rare, and its parser is not small.
  return isXml(begin) ? new (await import('./xml-reader.ts')).XmlReader(summarizer) : summarizer
}

/** By the beginning of a file. */
export function isXml(bytes: Uint8Array): boolean {
  return XML.test(new TextDecoder().decode(bytes.subarray(0, 64)))
}
