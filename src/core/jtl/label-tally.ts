import { COARSE } from '../stats/buckets.ts'
import { Histogram } from '../stats/histogram.ts'
import type { LabelBlock } from '../summary.ts'
import { BARE } from './bare.ts'
import { type FailureRoom, FailureTally } from './failures.ts'
import type { Sample } from './sample.ts'
import { type SliceGrid, SliceTally } from './slice-tally.ts'

/** What the labels of a block share; `totals` is the sum of them all, which must stay exact. */
export interface Shared {
  /** Of the slices, if there shall be any. */
  readonly grid: SliceGrid | undefined
  readonly room: FailureRoom
  readonly totals: { count: number; sum: number; bytes: number; sent: number }
}

/** What one label did in one block, as its samples come. */
export class LabelTally {
  readonly label: string
  readonly failures: FailureTally
  readonly #all = new Histogram()
  readonly #successes = new Histogram()
  readonly #lag = new Histogram()
  readonly #latency = new Histogram(COARSE)
  readonly #connect = new Histogram(COARSE)
  readonly #slices: SliceTally | undefined
  readonly #totals: Shared['totals']
  #count = 0
  #errors = 0
  #sum = 0
  #bytes = 0
  #sent = 0
  #min = Number.POSITIVE_INFINITY
  #max = 0
  #first = Number.POSITIVE_INFINITY
  #last = 0

  constructor(label: string, shared: Shared) {
    this.label = label
    this.#totals = shared.totals
    this.failures = new FailureTally(shared.room)
    this.#slices = shared.grid && new SliceTally(shared.grid)
  }

  /** Counts a sample, with which all sums stay exact. */
  add(sample: Sample): void {
    this.#totals.count += sample.count
    this.#totals.sum += sample.elapsed
    this.#totals.bytes += sample.bytes
    this.#totals.sent += sample.sent
    this.#count += sample.count
    this.#errors += sample.errors
    this.#sum += sample.elapsed
    this.#bytes += sample.bytes
    this.#sent += sample.sent
    this.#min = Math.min(this.#min, sample.each)
    this.#max = Math.max(this.#max, sample.each)
    this.#first = Math.min(this.#first, sample.start)
    this.#last = Math.max(this.#last, sample.end)
    this.#all.record(sample.each, sample.count)
    if (sample.count > sample.errors) this.#successes.record(sample.each, sample.count - sample.errors)
    if (sample.lag >= 0) this.#lag.record(sample.lag, sample.count)
    if (sample.latency >= 0) this.#latency.record(sample.latency, sample.count)
    if (sample.connect >= 0) this.#connect.record(sample.connect, sample.count)
    this.#slices?.add(sample)
  }

  /** Without slices it has no histogram either, but of all samples. */
  block(): LabelBlock {
    return {
      label: this.label,
      count: this.#count,
      errors: this.#errors,
      sum: this.#sum,
      min: this.#min,
      max: this.#max,
      first: this.#first,
      last: this.#last,
      bytes: this.#bytes,
      sent: this.#sent,
      failures: this.failures.list(),
      all: this.#all.sparse(),
      ...(this.#slices === undefined ? BARE : this.#rest(this.#slices)),
    }
  }

  #rest(slices: SliceTally) {
    return {
      successes: this.#successes.sparse(),
      lag: this.#lag.sparse(),
      latency: this.#latency.sparse(),
      connect: this.#connect.sparse(),
      slices: slices.slices(),
    }
  }
}
