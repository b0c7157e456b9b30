const LF = 10

/** The unread bytes of a file that is pushed in pieces: those from `row` to `end` of `data`; at most `size`. */
export class Window {
  readonly data: Uint8Array<ArrayBuffer>
  row = 0
  end = 0
  /** Where `data[0]` lies in the file. */
  #offset = 0

  constructor(size: number) {
    this.data = new Uint8Array(size)
  }

  /** Where the unread bytes begin in the file. */
  get offset(): number {
    return this.#offset + this.row
  }

  get length(): number {
    return this.end - this.row
  }

  append(bytes: Uint8Array): void {
    this.data.copyWithin(0, this.row, this.end)
    this.#offset += this.row
    this.end -= this.row
    this.row = 0
    this.data.set(bytes, this.end)
    this.end += bytes.length
  }

  /** The byte `i` of the unread ones; undefined when it is not there yet. */
  at(i: number): number | undefined {
    return i < this.length ? this.data[this.row + i] : undefined
  }

  /** Bytes of the first unread line, its line end included; 0 when that has not come. */
  lineLength(): number {
    return this.data.subarray(this.row, this.end).indexOf(LF) + 1
  }

  /** Whether the unread bytes begin with these. */
  startsWith(bytes: Uint8Array): boolean {
    return bytes.length <= this.length && bytes.every((byte, i) => this.data[this.row + i] === byte)
  }
}
