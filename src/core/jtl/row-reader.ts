import { areSame, type Columns, looksLikeHeader, readFirstLine } from './columns.ts'
import type { Cursor } from './cursor.ts'
import { DATES } from './date-stamp.ts'
import { REACH } from './engine/engine.ts'
import type { FastLane } from './engine/fast-lane.ts'
import { OtherDelimiters } from './other-delimiters.ts'
import { CsvRecord } from './record.ts'
import { emptySample, type Fault, readSample, type TakeSample } from './sample.ts'
import { unfinishedRow } from './unfinished.ts'
import { MAX_ROW } from './window.ts'

const SEVERAL =
  "rows stand for several samples each (SampleCount; JMeter's distributed mode): only their mean time is known, so percentiles are of means"
const MULTI_LINE = 'a quoted text goes over several lines; such a row counts as one'
const DELIMITERS = 'a row has another delimiter than the header, and is read with its own'

interface Options {
  readonly take: TakeSample
  /** Counts plain rows; without it every row is read here. */
  readonly lane: FastLane | undefined
}

/** Reads rows under the columns of a header, plain ones by the engine, and counts those that are sound. */
export class RowReader {
  readonly #cursor: Cursor
  readonly #take: TakeSample
  readonly #lane: FastLane | undefined
  readonly #sample = emptySample()
  readonly #record: CsvRecord
  readonly #others: OtherDelimiters
  /** Why what begins here is no row of these columns, while it is not seen yet whether it is one of others. */
  #fault: Fault | undefined
  readonly columns: Columns
  /** Rows that were counted. */
  read = 0

  constructor(cursor: Cursor, columns: Columns, { take, lane }: Options) {
    this.#cursor = cursor
    this.columns = columns
    this.#take = take
    this.#lane = lane
    this.#record = new CsvRecord(columns.delimiter, columns.width)
    this.#others = new OtherDelimiters(columns)
    lane?.engine.setColumns(columns)
  }

  /**
   * Lets the engine count rows, if it can. `wait`: there is but the beginning of a row, not longer than the last piece,
   * so that looking at it again with the next one costs no more than that piece did.
   */
  runEngine(): 'go on' | 'wait' {
    const [lane, { window }] = [this.#lane, this.#cursor]
    if (lane === undefined || this.#hasBegun || !lane.isOpen()) return 'go on'
    const stop = lane.run(window)
    if (lane.engine.rows > 0) {
      this.read += lane.engine.rows
      const { multiLine } = lane.engine
      if (multiLine !== undefined) this.#cursor.warn('multi-line', MULTI_LINE, multiLine)
      this.#cursor.pass(lane.engine.bytes, lane.engine.lines)
    }
    return stop === 'more' && window.length <= window.lastPiece && window.length < REACH ? 'wait' : 'go on'
  }

  /** Whether what begins here was looked at already. */
  get #hasBegun(): boolean {
    return this.#record.begun || this.#fault !== undefined
  }

  /** Reads the row that begins here; `more`: it needs more bytes, unless it is `final`; else why it is no row. */
  readRow(final: boolean): 'read' | 'more' | Fault {
    const { window } = this.#cursor
    const limit = Math.min(window.end, window.row + MAX_ROW)
    const last = final || limit - window.row === MAX_ROW
    const own = this.#fault ?? this.#readOwn(limit, last)
    if (own === 'read' || own === 'more') return own
    const other = this.#readOther(limit, last)
    this.#fault = other === 'more' ? own : undefined
    return other ?? own
  }

  /** As a row of these columns. */
  #readOwn(limit: number, last: boolean): 'read' | 'more' | Fault {
    const record = this.#record
    const { window } = this.#cursor
    const found = record.scan(window.data, window.row, limit)
    if (found === 'more' && !last) return 'more'
    const fault = found === 'row' ? this.#count(record, this.columns) : unfinishedRow(found, window)
    if (fault === undefined) return this.#pass(record)
    this.#lane?.engine.forgetSought()
    record.reset()
    this.#others.begin()
    return fault
  }

  /** As a row of another delimiter; undefined: it is none. */
  #readOther(limit: number, last: boolean): 'read' | 'more' | undefined {
    const { window } = this.#cursor
    // What is to be made of it is seen when its first line has come.
    if (!last && window.lineLength() === 0) return 'more'
    const other = this.#others.read(window, limit, (row, columns) => this.#count(row, columns))
    if (other === undefined) return undefined
    if (other === 'more') return last ? undefined : 'more'
    this.#cursor.warn('delimiters', DELIMITERS)
    return this.#pass(other)
  }

  /** The columns of another header, where one begins here: files written one after the other have one each. */
  anotherHeader(): { readonly length: number; readonly columns: Columns } | undefined {
    const { window } = this.#cursor
    const length = window.lineLength()
    const line = window.data.subarray(window.row, window.row + length)
    const first = looksLikeHeader(line) ? readFirstLine(line) : undefined
    if (first?.is !== 'header') return undefined
    return { length, columns: areSame(first.columns, this.columns) ? this.columns : first.columns }
  }

  /** Counts a whole row, or nothing of it. */
  #count(record: CsvRecord, columns: Columns): Fault | undefined {
    const fault = readSample(record, columns, this.#sample) ?? this.#take(this.#sample, record, columns)
    if (fault !== undefined) return fault
    if (this.#sample.dated) this.#cursor.warn('dates', DATES)
    if (this.#sample.count > 1) this.#cursor.warn('several-samples', SEVERAL)
    if (record.lines > 1) this.#cursor.warn('multi-line', MULTI_LINE)
    this.read++
    return undefined
  }

  #pass(record: CsvRecord): 'read' {
    this.#cursor.pass(record.length, record.lines)
    record.reset()
    return 'read'
  }
}
