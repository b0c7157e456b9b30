import { Histogram } from '../stats/histogram.ts'
import type { BlockSummary, Rows, SummaryWarning } from '../summary.ts'
import type { Columns } from './columns.ts'
import { LabelTable } from './label-table.ts'
import type { LabelTally } from './label-tally.ts'
import { JtlReader } from './reader.ts'
import type { CsvRecord } from './record.ts'
import type { Fault, Sample } from './sample.ts'
import { Warnings } from './warnings.ts'

export interface SummarizerOptions {
  /** Labels beyond this many are counted together as `(other labels)`; default 1,000. */
  readonly maxLabels?: number
}

/** What came since the last look, transactions apart; p95 in ms, of successes. */
export interface Interval {
  readonly count: number
  readonly errors: number
  readonly p95?: number
}

/** Makes the summary of one block from its JTL, pushed in pieces of any size. */
export interface BlockSummarizer {
  push(bytes: Uint8Array): void
  /** No more bytes will come: a last line without its end is skipped. */
  end(): void
  /** The offset just after the last line that is done with; a chunk that ends here splits no row. */
  readonly completeBytes: number
  readonly rows: Rows
  readonly warnings: readonly SummaryWarning[]
  takeInterval(): Interval
  /** What was read so far. */
  block(): BlockSummary
}

/** A summarizer of the block with this id. */
export function createBlockSummarizer(block: string, options: SummarizerOptions = {}): BlockSummarizer {
  return new JtlSummarizer(block, options)
}

class JtlSummarizer implements BlockSummarizer {
  readonly #block: string
  readonly #warnings = new Warnings()
  readonly #table: LabelTable
  readonly #reader: JtlReader
  #interval = { count: 0, errors: 0, successes: new Histogram() }

  constructor(block: string, { maxLabels = 1000 }: SummarizerOptions) {
    this.#block = block
    this.#table = new LabelTable({ maxLabels, warnings: this.#warnings })
    this.#reader = new JtlReader((sample, record, columns) => this.#take(sample, record, columns), this.#warnings)
  }

  push(bytes: Uint8Array): void {
    this.#reader.push(bytes)
  }

  end(): void {
    this.#reader.end()
  }

  get completeBytes(): number {
    return this.#reader.completeBytes
  }

  get rows(): Rows {
    return this.#reader.rows
  }

  get warnings(): readonly SummaryWarning[] {
    return this.#warnings.list
  }

  takeInterval(): Interval {
    const { count, errors, successes } = this.#interval
    this.#interval = { count: 0, errors: 0, successes: new Histogram() }
    const p95 = successes.quantile(0.95)
    return { count, errors, ...(p95 === undefined ? {} : { p95 }) }
  }

  block(): BlockSummary {
    return { block: this.#block, labels: this.#table.labels(), transactions: this.#table.transactions() }
  }

  #take(sample: Sample, record: CsvRecord, columns: Columns): Fault | undefined {
    const tally = this.#table.find(record, columns.label, sample.transaction)
    const fault = tally.add(sample)
    if (fault !== undefined) return fault
    if (sample.errors > 0) countFailure(tally, sample, record, columns)
    if (!sample.transaction) this.#count(sample)
    return undefined
  }

  #count({ count, errors, each }: Sample): void {
    this.#interval.count += count
    this.#interval.errors += errors
    if (count > errors) this.#interval.successes.record(each, count - errors)
  }
}

/** A failed assertion says why in failureMessage, under a code and message of success. */
function countFailure(tally: LabelTally, sample: Sample, record: CsvRecord, columns: Columns): void {
  const text = (column: number) => (column < 0 ? '' : record.text(column, 2000))
  tally.failures.add(
    text(columns.responseCode),
    text(columns.failureMessage) || text(columns.responseMessage),
    sample.errors,
  )
}
