import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { csvField } from '../core/csv-field.ts'

/** What an XML JTL is read as: the same samples in CSV. */
const COLUMNS = [
  ['timeStamp', 'ts'],
  ['elapsed', 't'],
  ['label', 'lb'],
  ['responseCode', 'rc'],
  ['responseMessage', 'rm'],
  ['dataType', 'dt'],
  ['success', 's'],
  ['bytes', 'by'],
  ['sentBytes', 'sby'],
  ['allThreads', 'na'],
  ['Latency', 'lt'],
  ['Connect', 'ct'],
  ['SampleCount', 'sc'],
  ['ErrorCount', 'ec'],
] as const
const HEADER = `${COLUMNS.map(([name]) => name).join(',')},failureMessage\n`
const SAMPLE = /^(httpSample|sample)$/
const MOST_TEXT = 2000
/** JMeter writes no DTD, nests a few levels, and its texts are responses at most: what is beyond is after our memory. */
const MOST_PROLOG = 1 << 14
const MOST_DEPTH = 200
const MOST_NAME = 1000
/** Within a tag, of which more than a row may have is of no use, and between two. */
const MOST_TAG = 1 << 20
const MOST_BETWEEN = 16 << 20
/** Characters that are parsed before the bounds are looked at. */
const SLICE = 1 << 14

/** A sample, or the header of them all, as a row of CSV, and the line at which it ends in the XML. */
export interface XmlSample {
  readonly csv: string
  readonly line: number
}

/**
 * Translates JMeter's XML results to CSV as they come, in bounded memory. Samples within samples (embedded resources,
 * the parts of a transaction) are counted apart and not translated, as JMeter's CSV does not have them either.
 */
export class XmlTranslator {
  readonly #parser = new SaxesParser()
  #samples: XmlSample[] = [{ csv: HEADER, line: 1 }]
  #depth = 0
  #begun = false
  /** Characters since a tag began, or ended. */
  #sinceTag = 0
  #withinTag = false
  #failure = ''
  /** Samples within samples. */
  nested = 0
  /** The name of its first element, where that is not a JTL's. */
  foreign: string | undefined
  /** Why the rest cannot be read, and at which line. */
  fault: { readonly why: string; readonly line: number } | undefined

  constructor() {
    const parser = this.#parser
    parser.on('opentagstart', ({ name }) => this.#begin(name))
    parser.on('opentag', (tag) => this.#enter(tag))
    parser.on('closetag', (tag) => this.#leave(tag))
    parser.on('error', (error) => this.#stop(error.message.replace(/^\d+:\d+: /, '')))
  }

  /** The samples that end in this text. */
  translate(text: string): readonly XmlSample[] {
    for (let at = 0; at < text.length && this.fault === undefined; at += SLICE) {
      const slice = text.slice(at, at + SLICE)
      this.#sinceTag += slice.length
      this.#parser.write(slice)
      if (this.#withinTag && this.#sinceTag > MOST_TAG) this.#stop('a tag is longer than 1 MiB')
      if (this.#sinceTag > MOST_BETWEEN) this.#stop('a text is longer than 16 MiB')
      if (!this.#begun && this.#sinceTag > MOST_PROLOG) this.#stop('there is no element in its first 16 KiB')
    }
    const samples = this.#samples
    this.#samples = []
    return samples
  }

  end(): void {
    if (this.fault === undefined) this.#parser.close()
  }

  #stop(why: string): void {
    this.fault ??= { why, line: this.#parser.line }
  }

  #begin(name: string): void {
    this.#begun = true
    this.#sinceTag = 0
    this.#withinTag = true
    if (name.length > MOST_NAME) this.#stop(`an element's name is longer than ${MOST_NAME}`)
  }

  #enter(tag: SaxesTagPlain): void {
    const depth = ++this.#depth
    this.#sinceTag = 0
    this.#withinTag = false
    // The parser keeps each open tag until it is closed: only a sample's attributes are still asked for then.
    if (depth !== 2) tag.attributes = {}
    if (this.fault !== undefined) return
    if (depth > MOST_DEPTH) this.#stop(`elements are nested more than ${MOST_DEPTH} deep`)
    if (depth === 1 && tag.name !== 'testResults') this.foreign = tag.name.slice(0, 80)
    if (depth > 2 && SAMPLE.test(tag.name)) this.nested++
    if (depth === 2) this.#failure = ''
    if (depth === 4 && tag.name === 'failureMessage' && this.#failure === '') {
      // No other text is kept: a response may be in the file, too.
      this.#parser.on('text', (text) => {
        this.#failure = `${this.#failure}${text}`.slice(0, MOST_TEXT)
      })
    }
  }

  #leave(tag: SaxesTagPlain): void {
    this.#depth--
    this.#sinceTag = 0
    this.#parser.off('text')
    if (this.fault !== undefined || this.#depth !== 1 || !SAMPLE.test(tag.name)) return
    const said = COLUMNS.map(([, attribute]) => csvField(tag.attributes[attribute] ?? ''))
    this.#samples.push({ csv: `${said.join(',')},${csvField(this.#failure)}\n`, line: this.#parser.line })
  }
}
