import { Histogram, quantileOf } from '../stats/histogram.ts'
import { mergeHistograms } from '../stats/merge-histograms.ts'
import type { BlockSummary, Rows, SummaryWarning } from '../summary.ts'
import type { BlockSummarizer, Interval } from './block-summarizer.ts'
import type { Columns } from './columns.ts'
import { CAPACITY, type Engine, giveBack, takeEngine } from './engine/engine.ts'
import { FastLane } from './engine/fast-lane.ts'
import { EngineTallies } from './engine/tallies.ts'
import { LabelTable, MAX_LABELS } from './label-table.ts'
import { alignSlices } from './merge.ts'
import { JtlReader } from './reader.ts'
import type { CsvRecord } from './record.ts'
import type { Fault, Sample, TakeSample } from './sample.ts'
import { Warnings } from './warnings.ts'

export interface SummarizerOptions {
  /** Labels beyond this many are counted together as `(other labels)`; default 1,000. */
  readonly maxLabels?: number
  /** Without them blocks have neither time slices nor any histogram but that of all samples, which needs little memory; default true. */
  readonly slices?: boolean
  /** Leaves the engine out: the plain reader, which it is held to, reads every row. */
  readonly plain?: boolean
}

/** A summarizer of the block with this id. */
export function createBlockSummarizer(block: string, options: SummarizerOptions = {}): BlockSummarizer {
  return new JtlSummarizer(block, options)
}

/** An engine counts so much in a run at most: as many rows as fit its window, of eight digits each. */
const MOST_OF_A_RUN = CAPACITY * 1e8

class JtlSummarizer implements BlockSummarizer {
  readonly #block: string
  readonly #warnings = new Warnings()
  readonly #engine: Engine
  readonly #tallies: EngineTallies
  readonly #table: LabelTable
  readonly #reader: JtlReader
  #interval = { count: 0, errors: 0, successes: new Histogram() }

  constructor(block: string, { maxLabels = MAX_LABELS, slices = true, plain = false }: SummarizerOptions) {
    this.#block = block
    const engine = takeEngine()
    this.#engine = engine
    if (!slices) engine.exports.keepOne()
    this.#tallies = new EngineTallies(engine)
    this.#table = new LabelTable({ maxLabels, slices, warnings: this.#warnings, engine: this.#tallies })
    const lane = plain
      ? undefined
      : new FastLane({ engine, canRun: () => this.#staysExact(), counted: () => this.#addSums(engine) })
    const take: TakeSample = (sample, record, columns) => this.#take(sample, record, columns)
    this.#reader = new JtlReader(take, this.#warnings, { memory: engine, lane })
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      at += this.pull((room) => {
        const piece = bytes.subarray(at, at + room.length)
        room.set(piece)
        return piece.length
      })
    }
  }

  pull(fill: (room: Uint8Array<ArrayBuffer>) => number): number {
    return this.#reader.pull(fill)
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
    const plain = this.#interval
    this.#interval = { count: 0, errors: 0, successes: new Histogram() }
    const fast = this.#tallies.takeLive()
    const successes = mergeHistograms([plain.successes.sparse(), fast.successes])
    const p95 = quantileOf(successes, 0.95)
    const errors = plain.errors + fast.errors
    return { count: plain.count + fast.errors + fast.successes.count, errors, ...(p95 === undefined ? {} : { p95 }) }
  }

  block(): BlockSummary {
    this.#tallies.settleFailures()
    const table = this.#table
    return alignSlices({ block: this.#block, labels: table.labels(), transactions: table.transactions() })
  }

  get isBetweenRows(): boolean {
    return this.#reader.isBetweenRows
  }

  get isRefused(): boolean {
    return this.#reader.isRefused
  }

  get line(): number {
    return this.#reader.line
  }

  goTo(offset: number): void {
    this.#reader.goTo(offset)
  }

  expectUntil(at: number): void {
    this.#engine.exports.expectAt(at)
  }

  [Symbol.dispose](): void {
    giveBack(this.#engine)
  }

  #staysExact(): boolean {
    const { count, sum, bytes, sent } = this.#table.totals
    // 32 bits a count of the engine's: it is not asked for more rows than that.
    return count < 2 ** 32 - CAPACITY && Math.max(sum, bytes, sent) < Number.MAX_SAFE_INTEGER - MOST_OF_A_RUN
  }

  #addSums({ rows, sums }: Engine): void {
    const { totals } = this.#table
    totals.count += rows
    totals.sum += sums.elapsed
    totals.bytes += sums.bytes
    totals.sent += sums.sent
  }

  #take(sample: Sample, record: CsvRecord, columns: Columns): Fault | undefined {
    const fault = this.#table.faultOf(sample)
    if (fault !== undefined) return fault
    const tally = this.#table.find(record, columns.label, sample.transaction)
    tally.add(sample)
    const failure = sample.errors > 0 ? failureOf(record, columns) : undefined
    // Which ones are counted together where there are too many depends on what came first.
    this.#tallies.learnFailures()
    if (failure !== undefined) tally.failures.add(failure.code, failure.message, sample.errors)
    if (this.#engine.takeSought())
      this.#tallies.learnLabel(tally, { rawLength: record.size(columns.label), transaction: sample.transaction })
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
function failureOf(record: CsvRecord, columns: Columns): { readonly code: string; readonly message: string } {
  const text = (column: number) => (column < 0 ? '' : record.text(column, 2000))
  const code = text(columns.responseCode)
  return { code, message: text(columns.failureMessage) || text(columns.responseMessage) }
}
