import { PerfError, reason } from '../core/error.ts'
import { isFortio, summarizeFortio } from '../core/jtl/fortio.ts'
import { parseSummary } from '../core/jtl/json.ts'
import type { Summary } from '../core/summary.ts'

/** Results of Fortio have kilobytes; of ours, those with a thousand labels and all their slices may have many megabytes. */
const MOST_BYTES = 256 << 20
const BEGINNING = /^\ufeff?\s*\{/

/** Whether it is a JSON document, by the beginning of a file. */
export function isDocument(bytes: Uint8Array): boolean {
  return BEGINNING.test(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, 64)))
}

/** A JSON document that comes in pieces: a result of Fortio, or a summary of ours. */
export class DocumentReader {
  readonly #decoder = new TextDecoder()
  #text = ''
  #length = 0
  #document: unknown
  readonly isRefused = false

  /** Throws INPUT where it is longer than any such document. */
  push(bytes: Uint8Array): void {
    this.#length += bytes.length
    if (this.#length > MOST_BYTES)
      throw new PerfError('INPUT', 'it is JSON of more than 256 MiB', {
        hint: "results are read as JMeter's JTL, as Fortio's JSON, or as a summary.json; which of them is this?",
      })
    this.#text += this.#decoder.decode(bytes, { stream: true })
  }

  /** Throws INPUT where it is no JSON. */
  end(): void {
    const text = this.#text + this.#decoder.decode()
    this.#text = ''
    try {
      this.#document = JSON.parse(text)
    } catch (cause) {
      throw new PerfError('INPUT', `it begins like JSON, but is none, or not all of it: ${reason(cause)}`, { cause })
    }
  }

  /** What it says; the samples of Fortio are those of this block. Throws INPUT where it is neither, STORE where it is not sound. */
  summary(block: string): Summary {
    const document = this.#document
    if (isFortio(document)) return summarizeFortio(document, block)
    if (isOurs(document)) return parseSummary(document)
    throw new PerfError('INPUT', 'it is JSON, but no result of Fortio and no summary of perf-action', {
      hint: 'Fortio writes its results with `-json FILE`, perf-action with `summarize --json`',
    })
  }
}

function isOurs(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'schema' in document
}
