import type { BlockSummarizer } from '../core/jtl/block-summarizer.ts'
import type { SummaryWarning } from '../core/summary.ts'
import { XmlTranslator } from './xml.ts'

/** Has a summarizer read an XML JTL, sample by sample, so that each warning has its line of the XML. */
export class XmlReader {
  readonly #summarizer: BlockSummarizer
  readonly #translator = new XmlTranslator()
  readonly #decoder = new TextDecoder()
  readonly #encoder = new TextEncoder()
  readonly #told: SummaryWarning[] = []

  constructor(summarizer: BlockSummarizer) {
    this.#summarizer = summarizer
  }

  push(bytes: Uint8Array): void {
    for (const { csv, line } of this.#translator.translate(this.#decoder.decode(bytes, { stream: true }))) {
      const before = this.#summarizer.warnings.length
      this.#summarizer.push(this.#encoder.encode(csv))
      for (const { code, message } of this.#summarizer.warnings.slice(before))
        if (code !== 'multi-line') this.#told.push({ code, message, line })
    }
  }

  end(): void {
    this.#translator.end()
    this.#summarizer.end()
  }

  get isRefused(): boolean {
    return this.#translator.foreign !== undefined || this.#translator.fault !== undefined
  }

  get warnings(): readonly SummaryWarning[] {
    const { nested, fault, foreign } = this.#translator
    const is = `this is no JTL that we can read: it is XML of <${foreign}>, not of <testResults>`
    if (foreign !== undefined) return [{ code: 'refused', message: is }]
    const [samples, are] = nested === 1 ? ['sample', 'is'] : ['samples', 'are']
    const within = `${nested} ${samples} within others (embedded resources, parts of transactions) ${are} not counted`
    const broken = fault && {
      code: 'truncated-row',
      message: `the XML cannot be read on: ${fault.why}`,
      line: fault.line,
    }
    return [...this.#told, ...(nested > 0 ? [{ code: 'nested', message: within }] : []), ...(broken ? [broken] : [])]
  }
}
