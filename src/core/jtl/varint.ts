/** Writes whole numbers from 0 to 2^53 - 1, seven bits a byte and the least first (LEB128), other numbers, and texts. */
export class VarintWriter {
  #bytes = new Uint8Array(SMALL_ROOM)
  /** Where what was not taken yet begins. */
  #from = 0
  #length = 0
  readonly #encoder = new TextEncoder()

  /** RangeError where it is no such number. */
  number(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError(`${value} is no whole number from 0 to 2^53 - 1`)
    this.#reserve(8)
    let left = value
    for (; left >= 0x80; left = Math.floor(left / 0x80)) this.#bytes[this.#length++] = (left % 0x80) | 0x80
    this.#bytes[this.#length++] = left
  }

  text(value: string): void {
    const bytes = this.#encoder.encode(value)
    this.number(bytes.length)
    this.raw(bytes)
  }

  /** Bytes that another writer has written. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Any number at all, in eight bytes. */
  double(value: number): void {
    const bytes = new DataView(new ArrayBuffer(8))
    bytes.setFloat64(0, value)
    this.raw(new Uint8Array(bytes.buffer))
  }

  /** What was written since the last time, in bytes of their own. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(this.#from, this.#length)
    this.#length = this.#from
    return taken
  }

  /** What was written since the last time, where it was written: of many small ones many share a room. */
  part(): Uint8Array {
    const taken = this.#bytes.subarray(this.#from, this.#length)
    this.#from = this.#length
    return taken
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return
    const written = this.#bytes.subarray(this.#from, this.#length)
    const wider = new Uint8Array(Math.max(2 * (written.length + bytes), Math.min(2 * this.#bytes.length, ROOM)))
    wider.set(written)
    this.#bytes = wider
    this.#from = 0
    this.#length = written.length
  }
}

/** Each room is twice as big as the one before, from the one to the other, or twice what it is to hold. */
const SMALL_ROOM = 1 << 7
const ROOM = 1 << 12

/** Reads what a VarintWriter wrote; RangeError where the bytes end too early or a number is beyond 2^53. */
export class VarintReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** How many bytes are not read yet. */
  get left(): number {
    return this.#bytes.length - this.#at
  }

  /** The bytes that `read` reads. */
  span(read: () => void): Uint8Array {
    const begin = this.#at
    read()
    return this.#bytes.subarray(begin, this.#at)
  }

  number(): number {
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw new RangeError('the bytes end within a number')
      value += (byte & 0x7f) * scale
      if (!Number.isSafeInteger(value)) throw new RangeError('a number is beyond 2^53')
      if (byte < 0x80) return value
    }
  }

  double(): number {
    const { buffer, byteOffset } = this.#take(8, 'a number')
    return new DataView(buffer, byteOffset).getFloat64(0)
  }

  text(): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#take(this.number(), 'a text'))
  }

  #take(length: number, what: string): Uint8Array {
    if (length > this.left) throw new RangeError(`the bytes end within ${what}`)
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }
}
