const LF = 10

const FIRST_SIZE = 1 << 16

/** The unread bytes of a file that is pushed in pieces: those from `row` to `end` of `data`, which an append moves. */
export class Window {
  data = new Uint8Array(FIRST_SIZE)
  row = 0
  end = 0
  /** Where `data[0]` lies in the file. */
  #offset = 0

  /** Where the unread bytes begin in the file. */
  get offset(): number {
    return this.#offset + this.row
  }

  get length(): number {
    return this.end - this.row
  }

  append(bytes: Uint8Array): void {
    const length = this.length
    if (length + bytes.length > this.data.length) {
      const data = new Uint8Array(2 * (length + bytes.length))
      data.set(this.data.subarray(this.row, this.end))
      this.data = data
    } else this.data.copyWithin(0, this.row, this.end)
    this.#offset += this.row
    this.row = 0
    this.end = length
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
