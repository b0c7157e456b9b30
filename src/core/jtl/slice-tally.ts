import { COARSE } from '../stats/buckets.ts'
import { Histogram } from '../stats/histogram.ts'
import { FIRST_WIDTH_MS, MAX_SLICES } from '../stats/slices.ts'
import type { Slices } from '../summary.ts'
import { slicePacker } from './packed-slices.ts'
import type { Sample } from './sample.ts'

/** The grid of slices that all labels of a block share; it widens when their span grows. */
export class SliceGrid {
  widthMs = FIRST_WIDTH_MS
  #low = Number.POSITIVE_INFINITY
  #high = Number.NEGATIVE_INFINITY

  /** The number of the slice that holds `at` (ms since 1970), once the grid spans it. */
  number(at: number): number {
    const slice = Math.floor(at / this.widthMs)
    if (slice >= this.#low && slice <= this.#high) return slice
    this.#low = Math.min(this.#low, slice)
    this.#high = Math.max(this.#high, slice)
    while (this.#high - this.#low >= MAX_SLICES) {
      this.widthMs *= 2
      this.#low = Math.floor(this.#low / 2)
      this.#high = Math.floor(this.#high / 2)
    }
    return Math.floor(at / this.widthMs)
  }
}

class Cell {
  count = 0
  errors = 0
  threads = 0
  readonly successes = new Histogram(COARSE)
}

/** The slices of one label. */
export class SliceTally {
  readonly #grid: SliceGrid
  #widthMs: number
  #cells = new Map<number, Cell>()
  #last: { readonly number: number; readonly cell: Cell } | undefined

  constructor(grid: SliceGrid) {
    this.#grid = grid
    this.#widthMs = grid.widthMs
  }

  add(sample: Pick<Sample, 'end' | 'each' | 'count' | 'errors' | 'threads'>): void {
    const cell = this.#cellAt(this.#grid.number(sample.end))
    cell.count += sample.count
    cell.errors += sample.errors
    cell.threads = Math.max(cell.threads, sample.threads)
    if (sample.count > sample.errors) cell.successes.record(sample.each, sample.count - sample.errors)
  }

  slices(): Slices {
    this.#fit()
    const numbers = [...this.#cells.keys()].sort((a, b) => a - b)
    const pack = slicePacker()
    const slices = numbers.map((number) => {
      const { count, errors, threads, successes } = this.#cells.get(number)!
      const head = { at: number * this.#widthMs, count, errors, threads }
      return pack(head, successes.sparse().flat)
    })
    return { widthMs: this.#widthMs, slices }
  }

  #cellAt(number: number): Cell {
    this.#fit()
    if (this.#last?.number === number) return this.#last.cell
    const cell = this.#cells.get(number) ?? new Cell()
    this.#cells.set(number, cell)
    this.#last = { number, cell }
    return cell
  }

  /** Follows the grid when it has widened. */
  #fit(): void {
    const factor = this.#grid.widthMs / this.#widthMs
    if (factor === 1) return
    const narrow = this.#cells
    this.#cells = new Map()
    this.#last = undefined
    this.#widthMs = this.#grid.widthMs
    for (const [number, cell] of narrow) {
      const wide = this.#cells.get(Math.floor(number / factor))
      if (wide === undefined) this.#cells.set(Math.floor(number / factor), cell)
      else {
        wide.count += cell.count
        wide.errors += cell.errors
        wide.threads = Math.max(wide.threads, cell.threads)
        wide.successes.merge(cell.successes)
      }
    }
  }
}
