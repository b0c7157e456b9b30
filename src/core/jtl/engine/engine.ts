import type { Columns } from '../columns.ts'
import { MAX_ROW, PIECE } from '../window.ts'
import { type Exports, instantiate } from './module.ts'

/** Why a run ended where it did: no further row ends in the bytes; a row that it leaves to others; a label it must learn. */
export type Stop = 'more' | 'odd' | 'label'

const STOPS: readonly Stop[] = ['more', 'odd', 'label']

/** The engine reads no row that is longer. */
export const REACH = 1 << 18
/** Bytes that the window has room for. */
export const CAPACITY = MAX_ROW + PIECE

/** Which columns the engine reads, in the order of `setColumn` in columns.as.ts. */
const COLUMNS = [
  'timeStamp',
  'elapsed',
  'label',
  'responseCode',
  'responseMessage',
  'dataType',
  'success',
  'failureMessage',
  'bytes',
  'sentBytes',
  'allThreads',
  'url',
  'latency',
  'connect',
  'sampleCount',
  'lag',
] as const satisfies readonly (keyof Columns)[]

/**
 * The WebAssembly engine: counts rows that are plain in every respect at the speed of memory, and stops at any other.
 * It never decides that a row is damaged, and counts nothing of a row at which it stops.
 */
export class Engine {
  readonly exports: Exports = instantiate()
  #view = new Uint8Array(0)
  #stop: Stop = 'odd'

  /** The window, of CAPACITY bytes; valid until the next run. */
  get window(): Uint8Array<ArrayBuffer> {
    if (this.#view.length === 0) {
      this.#view = new Uint8Array(this.exports.memory.buffer, this.exports.WINDOW.value, CAPACITY)
    }
    return this.#view
  }

  setColumns(columns: Columns): void {
    this.exports.setDelimiter(columns.delimiter)
    this.exports.setWidth(columns.width)
    COLUMNS.forEach((name, which) => {
      this.exports.setColumn(which, columns[name])
    })
  }

  /** Counts the rows from `offset` of the window on; `bytes`, `rows`, `lines` and `sums` say what it has counted. */
  run(offset: number, length: number): Stop {
    this.exports.run(offset, length)
    this.exports.prepare()
    this.#stop = STOPS[this.exports.stopped.value]!
    return this.#stop
  }

  /** Whether it was the label that the engine did not know in the row at which it stopped, told once. */
  takeSought(): boolean {
    const sought = this.#stop === 'label'
    this.#stop = 'odd'
    return sought
  }

  /** The row at which the engine stopped is none of its columns, so that it is no label either. */
  forgetSought(): void {
    this.#stop = 'odd'
  }

  get bytes(): number {
    return this.exports.bytesRead.value
  }

  get rows(): number {
    return this.exports.rowsRead.value
  }

  get lines(): number {
    return this.exports.linesRead.value
  }

  /** Where the first row with a line end in it begins, in bytes and lines from where the run began. */
  get multiLine(): { readonly bytes: number; readonly lines: number } | undefined {
    const { multiLineAt, linesBefore } = this.exports
    return multiLineAt.value < 0 ? undefined : { bytes: multiLineAt.value, lines: linesBefore.value }
  }

  /** Of the last run: elapsed, bytes and sent bytes of all its rows together. */
  get sums(): { readonly elapsed: number; readonly bytes: number; readonly sent: number } {
    const { elapsedSum, bytesSum, sentSum } = this.exports
    return { elapsed: elapsedSum.value, bytes: bytesSum.value, sent: sentSum.value }
  }
}

const idle: Engine[] = []

/** An engine that has seen nothing. */
export function takeEngine(): Engine {
  const used = idle.pop()
  used?.exports.reset()
  return used ?? new Engine()
}

/** An engine whose memory has grown beyond this is not kept for the next one: memory never shrinks. */
const MOST_KEPT = 64 << 20

/** Hands back an engine that is used no more, for the next who takes one. */
export function giveBack(engine: Engine): void {
  if (idle.length < 2 && engine.exports.memory.buffer.byteLength <= MOST_KEPT) idle.push(engine)
}
