const LF = 10
const CR = 13
const QUOTE = 34
const CUT_OFF = -1
const BROKEN = -2

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The text of a sound field, with its quotes if it has some; bytes that are not UTF-8 become U+FFFD. */
export function textOf(field: Uint8Array): string {
  return field[0] === QUOTE ? decoder.decode(field.subarray(1, -1)).replaceAll('""', '"') : decoder.decode(field)
}

/**
 * `row`: a whole record was found; `more`: the bytes end within it; `quote`: a quote stands where none may (JMeter
 * quotes every field that holds one); `fields`: there are more fields than columns.
 */
export type Scan = 'row' | 'more' | 'quote' | 'fields'

/**
 * One CSV record within a buffer of bytes: RFC 4180 with any one-byte delimiter, LF or CRLF. Positions are kept
 * relative to the record's start, so the buffer may move between two scans of a record that arrives in pieces.
 */
export class CsvRecord {
  /** Bytes of the record with its line end, and its line ends, those within quotes included. Valid after `row`. */
  length = 0
  lines = 0
  /** Fields found so far. */
  fields = 0
  readonly #delimiter: number
  readonly #limit: number
  readonly #special = new Uint8Array(256)
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  readonly #doubled: Uint8Array
  #data = new Uint8Array(0)
  #base = 0
  #next = 0
  /** Where to go on in a field that was cut off, from the record's start, and what was seen of it until there. */
  #seen = 0
  #seenDoubled: 0 | 1 = 0
  #seenLines = 0

  constructor(delimiter: number, maxFields: number) {
    this.#delimiter = delimiter
    this.#limit = maxFields
    for (const byte of [delimiter, LF, QUOTE]) this.#special[byte] = 1
    this.#starts = new Int32Array(maxFields)
    this.#ends = new Int32Array(maxFields)
    this.#doubled = new Uint8Array(maxFields)
  }

  /** Whether a record was looked at that did not end yet. */
  get begun(): boolean {
    return this.#next > 0 || this.#seen > 0
  }

  /** Forgets the record; the next scan begins another one. */
  reset(): void {
    this.fields = 0
    this.lines = 0
    this.#next = 0
    this.#seen = 0
  }

  /** Looks for the end of the record that begins at `base`, before `end`; goes on where the last scan was cut off. */
  scan(data: Uint8Array<ArrayBuffer>, base: number, end: number): Scan {
    this.#data = data
    this.#base = base
    let at = base + this.#next
    while (this.fields < this.#limit) {
      const stop = at < end && data[at] === QUOTE ? this.#quoted(at + 1, end) : this.#plain(at, end)
      if (stop < 0) return stop === CUT_OFF ? 'more' : 'quote'
      this.fields++
      at = stop + 1
      this.#next = at - base
      if (data[stop] === LF) {
        this.lines++
        this.length = this.#next
        return 'row'
      }
    }
    return 'fields'
  }

  /** The field's text, of at most about `maxBytes` bytes; bytes that are not UTF-8 become U+FFFD. */
  text(field: number, maxBytes = Number.POSITIVE_INFINITY): string {
    const start = this.#base + this.#starts[field]!
    const end = Math.min(this.#base + this.#ends[field]!, start + maxBytes)
    const text = decoder.decode(this.#data.subarray(start, end))
    return this.#doubled[field] ? text.replaceAll('""', '"') : text
  }

  /** The buffer and where the field lies in it, without the quotes around it; two quotes are one. */
  bytes(field: number): { readonly data: Uint8Array; readonly start: number; readonly end: number } {
    return { data: this.#data, start: this.#base + this.#starts[field]!, end: this.#base + this.#ends[field]! }
  }

  size(field: number): number {
    return this.#ends[field]! - this.#starts[field]!
  }

  /** The field as a whole number of at most 15 digits; -1 where it is anything else. */
  whole(field: number): number {
    const start = this.#base + this.#starts[field]!
    const end = this.#base + this.#ends[field]!
    if (end === start || end - start > 15) return -1
    let value = 0
    for (let at = start; at < end; at++) {
      const digit = this.#data[at]! - 48
      if (digit < 0 || digit > 9) return -1
      value = value * 10 + digit
    }
    return value
  }

  startsWith(field: number, prefix: Uint8Array): boolean {
    if (this.size(field) < prefix.length) return false
    const start = this.#base + this.#starts[field]!
    for (let i = 0; i < prefix.length; i++) if (this.#data[start + i] !== prefix[i]) return false
    return true
  }

  /** Ends an unquoted field; the position of its delimiter or line end. */
  #plain(start: number, end: number): number {
    const data = this.#data
    const special = this.#special
    let stop = Math.max(start, this.#base + this.#seen)
    while (stop < end && special[data[stop]!] === 0) stop++
    if (stop >= end) return this.#cutOff(end, 0, 0)
    const last = data[stop]
    if (last === QUOTE) return BROKEN
    this.#put(start, last === LF && stop > start && data[stop - 1] === CR ? stop - 1 : stop, 0)
    return stop
  }

  #quoted(start: number, end: number): number {
    const data = this.#data
    const from = this.#base + this.#seen
    let doubled = from > start ? this.#seenDoubled : 0
    let lines = from > start ? this.#seenLines : 0
    for (let at = Math.max(start, from); at < end; at++) {
      if (data[at] === LF) lines++
      if (data[at] !== QUOTE) continue
      if (at + 1 < end && data[at + 1] === QUOTE) {
        doubled = 1
        at++
        continue
      }
      const stop = this.#afterQuote(at + 1, end)
      if (stop < 0) return stop === CUT_OFF ? this.#cutOff(at, doubled, lines) : stop
      this.lines += lines
      this.#put(start, at, doubled)
      return stop
    }
    return this.#cutOff(end, doubled, lines)
  }

  #cutOff(at: number, doubled: 0 | 1, lines: number): typeof CUT_OFF {
    this.#seen = at - this.#base
    this.#seenDoubled = doubled
    this.#seenLines = lines
    return CUT_OFF
  }

  #afterQuote(at: number, end: number): number {
    const stop = at < end && this.#data[at] === CR ? at + 1 : at
    if (stop >= end) return CUT_OFF
    const last = this.#data[stop]
    return last === LF || (last === this.#delimiter && stop === at) ? stop : BROKEN
  }

  #put(start: number, end: number, doubled: 0 | 1): void {
    this.#starts[this.fields] = start - this.#base
    this.#ends[this.fields] = end - this.#base
    this.#doubled[this.fields] = doubled
  }
}
