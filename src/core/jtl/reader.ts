import type { Rows, SummaryWarning } from '../summary.ts'
import { type Columns, readFirstLine } from './columns.ts'
import { DATES } from './date-stamp.ts'
import { REACH } from './engine/engine.ts'
import type { FastLane } from './engine/fast-lane.ts'
import { CsvRecord } from './record.ts'
import { emptySample, type Fault, readSample, type TakeSample } from './sample.ts'
import { MAX_ROW, unfinishedRow } from './unfinished.ts'
import type { Warnings } from './warnings.ts'
import { BYTE_ORDER_MARK, type Memory, Window } from './window.ts'

const LF = 10
const CR = 13

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
  readonly #warnings: Warnings
  readonly #lane: FastLane | undefined
  readonly #window: Window
  readonly #sample = emptySample()
  #state: 'begin' | 'header' | 'rows' | 'refused' = 'begin'
  #header = new Uint8Array(0)
  #columns: Columns | undefined
  #record = new CsvRecord(0, 0)
  #line = 1
  #complete = 0
  #read = 0
  #skipped = 0
  /** Within a line that is no row, until its end; and nothing was sound since. */
  #skipping = false
  #damage = false
  #lastPiece = 0

  /** Without `lane` no row is left to the engine, whose memory serves all the same. */
  constructor(take: TakeSample, warnings: Warnings, { memory, lane }: { memory: Memory; lane: FastLane | undefined }) {
    this.#take = take
    this.#warnings = warnings
    this.#lane = lane
    this.#window = new Window(memory)
  }

  get rows(): Rows {
    return { read: this.#read, skipped: this.#skipped }
  }

  /** The offset just after the last line that is done with: a file cut here loses nothing and splits no row. */
  get completeBytes(): number {
    return this.#complete
  }

  /** Whether nothing that was read bears on what comes: all is done with, and the last row was sound. */
  get isBetweenRows(): boolean {
    return this.#window.length === 0 && this.#columns !== undefined && !this.#skipping && !this.#damage
  }

  /** The line at which it stands, from 1. */
  get line(): number {
    return this.#line
  }

  /** What comes next begins a row at this offset of the file, between rows; its lines are counted from 1. */
  goTo(offset: number): void {
    this.#window.moveTo(offset)
    this.#line = 1
  }

  /** Takes the bytes that `fill` writes, 256 KiB at most; how many these were. */
  pull(fill: (room: Uint8Array<ArrayBuffer>) => number): number {
    this.#lastPiece = this.#window.append(REACH, fill)
    this.#drain(false)
    return this.#lastPiece
  }

  /** No more bytes will come. */
  end(): void {
    this.#drain(true)
  }

  #drain(final: boolean): void {
    while (this.#window.length > 0) {
      if (this.#skipping) {
        if (!this.#skipLine()) return
      } else if (this.#runEngine(final) === 'wait' || (this.#window.length > 0 && !this.#step(final))) return
    }
  }

  /**
   * Lets the engine count rows, if it can. `wait`: there is but the beginning of a row, not longer than the last piece,
   * so that looking at it again with the next one costs no more than that piece did.
   */
  #runEngine(final: boolean): 'go on' | 'wait' {
    const lane = this.#lane
    if (lane === undefined || this.#columns === undefined || this.#record.begun || !lane.isOpen()) return 'go on'
    const stop = lane.run(this.#window)
    if (lane.engine.rows > 0) {
      this.#read += lane.engine.rows
      this.#damage = false
      this.#pass(lane.engine.bytes, lane.engine.lines)
    }
    const short = this.#window.length <= this.#lastPiece && this.#window.length < REACH
    return stop === 'more' && short && !final ? 'wait' : 'go on'
  }

  /** One line or row; false: it needs more bytes. */
  #step(final: boolean): boolean {
    if (this.#state === 'begin') return this.#skipMark(final)
    if (this.#window.at(0) === LF) return this.#pass(1, 1)
    if (this.#window.at(0) === CR && this.#window.length === 1 && !final) return false
    if (this.#window.at(0) === CR && this.#window.at(1) === LF) return this.#pass(2, 1)
    if (this.#state === 'header') return this.#readHeader(final)
    return this.#columns === undefined ? this.#skip() : this.#readRow(this.#columns, final)
  }

  #skipMark(final: boolean): boolean {
    if (this.#window.length < BYTE_ORDER_MARK.length && !final) return false
    this.#state = 'header'
    return this.#window.startsWith(BYTE_ORDER_MARK) ? this.#pass(BYTE_ORDER_MARK.length, 0) : true
  }

  #readHeader(final: boolean): boolean {
    const { data, row, end } = this.#window
    const length = this.#window.lineLength()
    if (length === 0 && end - row < MAX_ROW && !final) return false
    const line = data.slice(row, length === 0 ? end : row + length)
    const first = readFirstLine(line)
    if (first.is === 'unknown') {
      this.#state = 'refused'
      this.#warn('refused', `this is no JTL that we can read: ${first.why}`)
      return true
    }
    this.#state = 'rows'
    this.#columns = first.columns
    this.#record = new CsvRecord(first.columns.delimiter, first.columns.width)
    this.#lane?.engine.setColumns(first.columns)
    if (first.is === 'sample') this.#warn('no-header', "there is no header: JMeter's default columns are taken")
    this.#header = first.is === 'header' ? line : this.#header
    return first.is === 'header' ? this.#pass(length, 1) : true
  }

  #readRow(columns: Columns, final: boolean): boolean {
    const record = this.#record
    const { data, row, end } = this.#window
    const limit = Math.min(end, row + MAX_ROW)
    const found = record.scan(data, row, limit)
    if (found === 'more' && limit - row < MAX_ROW && !final) return false
    if (found !== 'row') return this.#skip(unfinishedRow(found, this.#window))
    const fault = readSample(record, columns, this.#sample) ?? this.#take(this.#sample, record, columns)
    if (fault === undefined) {
      if (this.#sample.dated) this.#warnings.once(this.#placed('dates', DATES))
      this.#read++
      this.#damage = false
      return this.#pass(record.length, record.lines)
    }
    // Files written one after the other repeat their header.
    const header = record.length === this.#header.length && this.#window.startsWith(this.#header)
    return header ? this.#pass(record.length, record.lines) : this.#skip(fault)
  }

  /** What begins here is no row: goes on after its first line. Damage of several lines is told once. */
  #skip(fault?: Fault): true {
    this.#skipped++
    if (fault !== undefined && !this.#damage) this.#warn(fault.code, `a row was skipped: ${fault.why}`)
    this.#damage = true
    this.#skipping = true
    return true
  }

  #skipLine(): boolean {
    const length = this.#window.lineLength()
    this.#skipping = length === 0
    if (length > 0) return this.#pass(length, 1)
    this.#window.row = this.#window.end
    return false
  }

  #pass(bytes: number, lines: number): true {
    this.#window.row += bytes
    this.#line += lines
    this.#complete = this.#window.offset
    this.#record.reset()
    return true
  }

  #warn(code: string, message: string): void {
    this.#warnings.add(this.#placed(code, message))
  }

  #placed(code: string, message: string): SummaryWarning {
    return { code, message, line: this.#line, offset: this.#window.offset }
  }
}
