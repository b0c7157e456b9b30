import { type Columns, DELIMITERS } from './columns.ts'
import { CsvRecord } from './record.ts'
import type { Fault } from './sample.ts'
import type { Window } from './window.ts'

interface Reader {
  readonly columns: Columns
  readonly record: CsvRecord
  /** The row may be one of this delimiter. */
  isOpen: boolean
}

/** Reads rows that have the header's columns, but another delimiter. */
export class OtherDelimiters {
  readonly #readers: readonly Reader[]

  constructor(columns: Columns) {
    this.#readers = DELIMITERS.filter((delimiter) => delimiter !== columns.delimiter).map((delimiter) => ({
      columns: { ...columns, delimiter },
      record: new CsvRecord(delimiter, columns.width),
      isOpen: true,
    }))
  }

  /** What is read next is another row. */
  begin(): void {
    for (const reader of this.#readers) {
      reader.record.reset()
      reader.isOpen = true
    }
  }

  /** The row that begins in the window and ends before `limit`, once `take` finds no fault with it; `more`: there may be one, and the next call goes on with it. */
  read(
    { data, row }: Window,
    limit: number,
    take: (record: CsvRecord, columns: Columns) => Fault | undefined,
  ): CsvRecord | 'more' | undefined {
    for (const reader of this.#readers) {
      if (!reader.isOpen) continue
      const found = reader.record.scan(data, row, limit)
      if (found === 'row' && take(reader.record, reader.columns) === undefined) return reader.record
      reader.isOpen = found === 'more'
    }
    return this.#readers.some(({ isOpen, record }) => isOpen && record.fields > 0) ? 'more' : undefined
  }
}
