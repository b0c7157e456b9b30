import type { Rows } from '../summary.ts'
import { type Columns, readFirstLine } from './columns.ts'
import { Cursor } from './cursor.ts'
import type { FastLane } from './engine/fast-lane.ts'
import { RowReader } from './row-reader.ts'
import type { Fault, TakeSample } from './sample.ts'
import type { Warnings } from './warnings.ts'
import { BYTE_ORDER_MARK, MAX_ROW, type Memory } from './window.ts'

const LF = 10
const CR = 13

interface Options {
  readonly memory: Memory
  /** Without it no row is left to the engine, whose memory serves all the same. */
  readonly lane: FastLane | undefined
}

/**
 * Reads JMeter's CSV results from bytes that arrive in pieces of any size, in bounded memory. Plain rows are counted by
 * the engine, where there is one; what is anything but plain is read here.
 *
 * A row counts only when all of it is sound: the fields are as many as the columns, the quotes are closed, the numbers
 * are numbers. Else nothing that was read in it is believed, its quotes neither: its first line alone is skipped, and
 * the line after is tried as a row. So `rows.skipped` counts lines, and a damaged row of several lines counts more
 * than once. A last line without a line end is skipped too, since its last number may have been cut.
 */
export class JtlReader {
  readonly #take: TakeSample
  readonly #lane: FastLane | undefined
  readonly #cursor: Cursor
  #state: 'begin' | 'header' | 'rows' | 'refused' = 'begin'
  #reader: RowReader | undefined
  /** Rows read under earlier headers. */
  #before = 0
  #skipped = 0
  /** Within a line that is no row, until its end; and nothing was sound since. */
  #skipping = false
  #damage = false
  /** Another header has changed the columns. */
  #changed = false

  constructor(take: TakeSample, warnings: Warnings, { memory, lane }: Options) {
    this.#take = take
    this.#lane = lane
    this.#cursor = new Cursor(memory, warnings)
  }

  get rows(): Rows {
    return { read: this.#before + (this.#reader?.read ?? 0), skipped: this.#skipped }
  }

  /** The offset just after the last line that is done with: a file cut here loses nothing and splits no row. */
  get completeBytes(): number {
    return this.#cursor.complete
  }

  /** Whether nothing that was read bears on what comes, but the first header: all is done with, and the last row was sound. */
  get isBetweenRows(): boolean {
    const done = this.#cursor.window.length === 0 && !this.#skipping && !this.#damage
    return done && this.#reader !== undefined && !this.#changed
  }

  /** Whether this is no JTL: nothing that comes will change that. */
  get isRefused(): boolean {
    return this.#state === 'refused'
  }

  /** The line at which it stands, from 1. */
  get line(): number {
    return this.#cursor.line
  }

  /** What comes next begins a row at this offset of the file, between rows; its lines are counted from 1. */
  goTo(offset: number): void {
    this.#cursor.goTo(offset)
  }

  /** Takes the bytes that `fill` writes, 1 MiB at most; how many these were. */
  pull(fill: (room: Uint8Array<ArrayBuffer>) => number): number {
    const bytes = this.#cursor.window.append(fill)
    this.#drain(false)
    return bytes
  }

  /** No more bytes will come. */
  end(): void {
    this.#drain(true)
  }

  #drain(final: boolean): void {
    const { window } = this.#cursor
    while (window.length > 0) {
      if (this.#skipping) {
        if (!this.#skipLine()) return
      } else if (this.#runEngine(final) === 'wait' || (window.length > 0 && !this.#step(final))) return
    }
  }

  #runEngine(final: boolean): 'go on' | 'wait' {
    const before = this.#reader?.read
    const next = this.#reader?.runEngine() ?? 'go on'
    if (this.#reader?.read !== before) this.#damage = false
    return final ? 'go on' : next
  }

  /** One line or row; false: it needs more bytes. */
  #step(final: boolean): boolean {
    const { window } = this.#cursor
    if (this.#state === 'begin') return this.#skipMark(final)
    if (window.at(0) === LF) return this.#cursor.pass(1, 1)
    if (window.at(0) === CR && window.length === 1 && !final) return false
    if (window.at(0) === CR && window.at(1) === LF) return this.#cursor.pass(2, 1)
    if (this.#state === 'header') return this.#readHeader(final)
    return this.#reader === undefined ? this.#skip() : this.#readRow(this.#reader, final)
  }

  #skipMark(final: boolean): boolean {
    const { window } = this.#cursor
    if (window.length < BYTE_ORDER_MARK.length && !final) return false
    this.#state = 'header'
    return window.startsWith(BYTE_ORDER_MARK) ? this.#cursor.pass(BYTE_ORDER_MARK.length, 0) : true
  }

  #readHeader(final: boolean): boolean {
    const { data, row, end } = this.#cursor.window
    const begin = data.subarray(row, Math.min(end, row + MAX_ROW))
    const length = begin.indexOf(LF) + 1
    if (length === 0 && begin.length < MAX_ROW && !final) return false
    const first = readFirstLine(length === 0 ? begin : begin.subarray(0, length))
    if (first.is === 'unknown') {
      this.#state = 'refused'
      this.#cursor.warn('refused', `this is no JTL that we can read: ${first.why}`)
      return true
    }
    this.#state = 'rows'
    this.#setColumns(first.columns)
    if (first.is === 'header') return this.#cursor.pass(length, 1)
    this.#cursor.warn('no-header', "there is no header: JMeter's default columns are taken")
    return true
  }

  #setColumns(columns: Columns): void {
    this.#before += this.#reader?.read ?? 0
    this.#reader = new RowReader(this.#cursor, columns, { take: this.#take, lane: this.#lane })
  }

  #readRow(reader: RowReader, final: boolean): boolean {
    const found = reader.readRow(final)
    if (found === 'more') return false
    this.#damage &&= found !== 'read'
    if (found === 'read') return true
    const header = reader.anotherHeader()
    if (header === undefined) return this.#skip(found)
    if (header.columns !== reader.columns) {
      this.#cursor.warn('header', 'there is another header: from here on its columns are taken')
      this.#setColumns(header.columns)
      this.#changed = true
    }
    return this.#cursor.pass(header.length, 1)
  }

  /** What begins here is no row: goes on after its first line. Damage of several lines is told once. */
  #skip(fault?: Fault): true {
    this.#skipped++
    if (fault !== undefined && !this.#damage) this.#cursor.warn(fault.code, `a row was skipped: ${fault.why}`)
    this.#damage = true
    this.#skipping = true
    return true
  }

  #skipLine(): boolean {
    const { window } = this.#cursor
    const length = window.lineLength()
    this.#skipping = length === 0
    if (length > 0) return this.#cursor.pass(length, 1)
    window.row = window.end
    return false
  }
}
