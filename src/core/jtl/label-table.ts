import type { LabelBlock } from '../summary.ts'
import type { EngineTallies } from './engine/tallies.ts'
import { cut, FailureRoom } from './failures.ts'
import { LabelTally, type Shared } from './label-tally.ts'
import { mergeLabelBlocks } from './merge.ts'
import { NameTable } from './name-table.ts'
import { packSlices } from './packed-slices.ts'
import type { CsvRecord } from './record.ts'
import type { Fault, Sample } from './sample.ts'
import { SliceGrid } from './slice-tally.ts'
import type { Warnings } from './warnings.ts'

/** So many labels are told apart, where nothing else is said. */
export const MAX_LABELS = 1000
const MAX_LABEL = 500
/** Longer names are looked up as strings, cut; so are those that come when the table is full. */
const MAX_RAW = 1000
const NO_LABEL = '(no label)'
const OTHERS = '(other labels)'
const OVERFLOW: Fault = { code: 'overflow', why: 'the sums would leave the numbers that are exact (2^53)' }

interface Options {
  /** Labels beyond this many are counted as one, and transactions likewise. */
  readonly maxLabels: number
  /** Whether time slices are kept, and all histograms. */
  readonly slices: boolean
  readonly warnings: Warnings
  readonly engine: EngineTallies
}

/** The tallies of a block's labels, and apart from them of its transactions, found by a row's bytes. */
export class LabelTable {
  readonly #options: Options
  readonly totals: Shared['totals'] = { count: 0, sum: 0, bytes: 0, sent: 0 }
  readonly #shared: Shared
  readonly #samples = { known: new NameTable<LabelTally>(), tallies: new Map<string, LabelTally>() }
  readonly #transactions = { known: new NameTable<LabelTally>(), tallies: new Map<string, LabelTally>() }
  #cutOne = false

  constructor(options: Options) {
    this.#options = options
    const grid = options.slices ? new SliceGrid() : undefined
    this.#shared = { grid, room: new FailureRoom(), totals: this.totals }
  }

  /** Why a sample cannot be counted, asked before its label is looked for: what is not counted leaves no label. */
  faultOf(sample: Sample): Fault | undefined {
    const { count, sum, bytes, sent } = this.totals
    const most = Math.max(count + sample.count, sum + sample.elapsed, bytes + sample.bytes, sent + sample.sent)
    return most > Number.MAX_SAFE_INTEGER ? OVERFLOW : undefined
  }

  /** The tally of the label in field `column` (-1: there is none) of a record. */
  find(record: CsvRecord, column: number, transaction: boolean): LabelTally {
    const { known, tallies } = transaction ? this.#transactions : this.#samples
    if (column < 0) return this.#tally(NO_LABEL, tallies)
    const raw = record.bytes(column)
    const hit = known.get(raw.data, raw.start, raw.end)
    if (hit !== undefined) return hit
    const tally = this.#tally(this.#cut(record.text(column, 4 * MAX_LABEL)), tallies)
    const room = known.size < 2 * this.#options.maxLabels && raw.end - raw.start <= MAX_RAW
    if (room) known.add(raw.data.slice(raw.start, raw.end), tally)
    return tally
  }

  labels(): readonly LabelBlock[] {
    return [...this.#samples.tallies.values()].map((tally) => this.#block(tally))
  }

  transactions(): readonly LabelBlock[] {
    return [...this.#transactions.tallies.values()].map((tally) => this.#block(tally))
  }

  /** What was read here and by the engine. */
  #block(tally: LabelTally): LabelBlock {
    const { engine, slices } = this.#options
    const [plain, fast] = [tally.block(), engine.block(tally, { label: tally.label, slices })]
    return fast === undefined ? { ...plain, slices: packSlices([plain.slices]) } : mergeLabelBlocks(plain, fast)
  }

  #cut(label: string): string {
    if (label.length > MAX_LABEL && !this.#cutOne) {
      this.#options.warnings.add({ code: 'labels', message: `labels are cut to ${MAX_LABEL} characters` })
      this.#cutOne = true
    }
    return cut(label, MAX_LABEL)
  }

  #tally(label: string, tallies: Map<string, LabelTally>): LabelTally {
    const known = tallies.get(label)
    if (known !== undefined) return known
    if (label !== OTHERS && tallies.size >= this.#options.maxLabels) return this.#others(tallies)
    const tally = new LabelTally(label, this.#shared)
    tallies.set(label, tally)
    return tally
  }

  #others(tallies: Map<string, LabelTally>): LabelTally {
    const { maxLabels, warnings } = this.#options
    if (!tallies.has(OTHERS)) {
      const message = `there are more than ${maxLabels} labels: the further ones are counted together as ${OTHERS}`
      warnings.add({ code: 'labels', message })
    }
    return this.#tally(OTHERS, tallies)
  }
}
