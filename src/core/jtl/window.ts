const LF = 10
/** A row is never longer, in bytes; a quote that is not closed by then was not meant as one. */
export const MAX_ROW = 1 << 20
/** So many bytes come at once, at most. */
export const PIECE = 1 << 20
/** What some programs begin a file in UTF-8 with. */
export const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf)

/** Memory for the unread bytes, a row and a piece; it may move between two calls, with its bytes. */
export interface Memory {
  readonly window: Uint8Array<ArrayBuffer>
}

/** The unread bytes of a file that is pushed in pieces: those from `row` to `end` of `data`, which an append moves. */
export class Window {
  readonly #memory: Memory
  row = MAX_ROW
  end = MAX_ROW
  /** So many bytes came last. */
  lastPiece = 0
  /** Where `data[0]` lies in the file. */
  #offset = -MAX_ROW

  constructor(memory: Memory) {
    this.#memory = memory
  }

  get data(): Uint8Array<ArrayBuffer> {
    return this.#memory.window
  }

  /** Where the unread bytes begin in the file. */
  get offset(): number {
    return this.#offset + this.row
  }

  get length(): number {
    return this.end - this.row
  }

  /** Adds what `fill` writes to the room that it is given, of PIECE bytes at most; how many that were. */
  append(fill: (room: Uint8Array<ArrayBuffer>) => number): number {
    const data = this.data
    // To move more than came would cost the square of a long row that comes in small pieces.
    if (this.length <= this.lastPiece || this.end === data.length) this.#makeRoom(data)
    this.lastPiece = fill(data.subarray(this.end))
    this.end += this.lastPiece
    return this.lastPiece
  }

  /** Moves what is unread before the place for whole pieces, which is one that memory is copied to fast. */
  #makeRoom(data: Uint8Array<ArrayBuffer>): void {
    const row = MAX_ROW - this.length
    data.copyWithin(row, this.row, this.end)
    this.#offset += this.row - row
    this.row = row
    this.end = MAX_ROW
  }

  /** The next byte that comes lies at `offset` of the file; there are no unread ones. */
  moveTo(offset: number): void {
    this.#offset = offset - this.row
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
