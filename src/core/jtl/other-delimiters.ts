import { type Columns, DELIMITERS } from './columns.ts'
import { CsvRecord } from './record.ts'
import type { Fault } from './sample.ts'
import type { Window } from './window.ts'

interface Reader {
  readonly columns: Columns
  readonly record: CsvRecord
}

/** Reads rows that have the header's columns, but another delimiter. */
export class OtherDelimiters {
  readonly #readers: readonly Reader[]

  constructor(columns: Columns) {
    this.#readers = DELIMITERS.filter((delimiter) => delimiter !== columns.delimiter).map((delimiter) => ({
      columns: { ...columns, delimiter },
      record: new CsvRecord(delimiter, columns.width),
    }))
  }

  /** The row that begins in the window and ends before `limit`, once `take` finds no fault with it; `more`: there may be one. */
  read(
    { data, row }: Window,
    limit: number,
    take: (record: CsvRecord, columns: Columns) => Fault | undefined,
  ): CsvRecord | 'more' | undefined {
    let cutOff = false
    for (const { record, columns } of this.#readers) {
      record.reset()
      const found = record.scan(data, row, limit)
      if (found === 'row' && take(record, columns) === undefined) return record
      cutOff ||= found === 'more' && record.begun
    }
    return cutOff ? 'more' : undefined
  }
}
