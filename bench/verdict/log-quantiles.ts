import { batchMeans } from '../../src/core/verdict/compare/log-quantiles.ts'
import { type InParts, PARTS } from '../../src/core/verdict/compare/swings.ts'
import type { LogQuantile, QuantileName } from '../../src/core/verdict/quantities.ts'
import { select } from './select.ts'

/** Quantiles, and the contiguous batches for the variance of each. */
const TAKEN = [
  ['p50', 0.5, 20],
  ['p95', 0.95, 10],
  ['p99', 0.99, 5],
] as const

/** A batch is one or more of these. */
const BLOCKS = 20

/** Bins that tell where to look for a quantile: so many to one (log), 0 in the middle; the outer ones hold all beyond. */
const BINS = 256
const FINE = 24

/** A label of a run: its quantiles, and those of the parts of the run; without variances there are no parts. */
export interface Measured {
  readonly quantiles: Readonly<Record<QuantileName, LogQuantile>>
  readonly inParts: InParts
}

/**
 * Takes the quantiles of a run's requests (logs around 0), and their variance by batch means. Exact: bins are counted
 * first, so that few values need be put in order.
 */
export class LogQuantiles {
  readonly #bins: Uint8Array
  readonly #counts = new Uint32Array(BLOCKS * BINS)
  readonly #all = new Uint32Array(BINS)
  readonly #near: Float32Array
  readonly #withVariances: boolean

  constructor(requests: number, withVariances: boolean) {
    this.#bins = new Uint8Array(requests)
    this.#near = new Float32Array(requests)
    this.#withVariances = withVariances
  }

  of(values: Float32Array): Measured {
    this.#count(values)
    const [p50, p95, p99] = TAKEN.map(([, q, batches]) => ({
      ln: this.#quantile(values, q, [0, BLOCKS]),
      ...(this.#withVariances && { variance: batchMeans(this.#batches(values, q, batches))! }),
    })) as [LogQuantile, LogQuantile, LogQuantile]
    const parted = this.#withVariances ? TAKEN : []
    const inParts = Object.fromEntries(parted.map(([name, q]) => [name, this.#batches(values, q, PARTS)]))
    return { quantiles: { p50, p95, p99 }, inParts }
  }

  #count(values: Float32Array): void {
    const [bins, counts, all] = [this.#bins, this.#counts.fill(0), this.#all.fill(0)]
    for (let block = 0, i = 0; block < BLOCKS; block++)
      for (const end = this.#begin(block + 1); i < end; i++) {
        const bin = Math.max(0, Math.min(BINS - 1, (values[i]! * FINE + BINS / 2) | 0))
        bins[i] = bin
        counts[block * BINS + bin]!++
        all[bin]!++
      }
  }

  /** The last block has what is left over. */
  #begin(block: number): number {
    const requests = this.#bins.length
    return block === BLOCKS ? requests : block * Math.floor(requests / BLOCKS)
  }

  /** The quantile of each of so many contiguous batches. */
  #batches(values: Float32Array, q: number, count: number): readonly number[] {
    const size = BLOCKS / count
    return Array.from({ length: count }, (_, i) => this.#quantile(values, q, [i * size, (i + 1) * size]))
  }

  /** The order statistic of some blocks. */
  #quantile(values: Float32Array, q: number, [first, last]: readonly [from: number, to: number]): number {
    const [bins, near] = [this.#bins, this.#near]
    const [from, to] = [this.#begin(first), this.#begin(last)]
    const [bin, rank] = this.#binOf(Math.min(Math.floor(q * (to - from)), to - from - 1), [first, last])
    let count = 0
    for (let i = from; i < to; i++) if (bins[i] === bin) near[count++] = values[i]!
    return select(near, rank, [0, count - 1])
  }

  /** In which bin the value of a rank is, and its rank there. */
  #binOf(rank: number, [first, last]: readonly [from: number, to: number]): readonly [bin: number, rank: number] {
    const [counts, all] = [this.#counts, this.#all]
    for (let bin = 0; ; bin++) {
      if (all[bin] === 0) continue
      let count = 0
      if (last - first === BLOCKS) count = all[bin]!
      else for (let block = first; block < last; block++) count += counts[block * BINS + bin]!
      if (rank < count) return [bin, rank]
      rank -= count
    }
  }
}
