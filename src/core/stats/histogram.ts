import { type Bits, bucketEdges, bucketOf, bucketValue, FINE } from './buckets.ts'
import { nearestRank } from './quantile.ts'
import { roomFor, SparseHistogram } from './sparse-histogram.ts'

/** Buckets of a page: 16 counts of 4 bytes are one cache line. */
const PAGE = 16

/**
 * Counts of whole milliseconds from 0 to MAX_VALUE (stats/buckets.ts says which values share a bucket). Memory goes
 * with the range of values seen: pages of 16 buckets, each allocated when something falls into it.
 */
export class Histogram {
  readonly #bits: Bits
  /** Page of buckets → its place in `#counts`, from 1; 0: none yet. */
  #places = new Uint16Array(64)
  /** 32 bits a count, until one of them needs more. */
  #counts: Uint32Array | Float64Array = new Uint32Array(4 * PAGE)
  /** The pages that there are, in the order of their places. */
  readonly #pages: number[] = []
  #count = 0

  constructor(bits: Bits = FINE) {
    this.#bits = bits
  }

  /** A histogram with the counts of its sparse form. */
  static from(sparse: SparseHistogram, bits: Bits = FINE): Histogram {
    const histogram = new Histogram(bits)
    sparse.each((bucket, count) => histogram.add(bucket, count))
    return histogram
  }

  /** How many values were recorded. */
  get count(): number {
    return this.#count
  }

  /** Counts a value `times` times; RangeError where it has no bucket. */
  record(value: number, times = 1): void {
    if ((value | 0) !== value || value < 0) throw new RangeError(`${value} has no bucket`)
    this.add(bucketOf(value, this.#bits), times)
  }

  /** Adds the counts of another histogram of the same buckets, or of its sparse form. */
  merge(other: Histogram | SparseHistogram): void {
    if (other instanceof Histogram && other.#bits !== this.#bits)
      throw new RangeError('the histograms have different buckets')
    other.each((bucket, count) => this.add(bucket, count))
  }

  /** The nearest-rank quantile as its bucket's value; undefined when nothing was recorded. */
  quantile(q: number): number | undefined {
    return quantileOf(this.sparse(), q, this.#bits)
  }

  sparse(): SparseHistogram {
    let buckets = 0
    this.each(() => buckets++)
    const flat = roomFor(this.#count, 2 * buckets)
    let at = 0
    this.each((bucket, count) => {
      flat[at++] = bucket
      flat[at++] = count
    })
    return new SparseHistogram(flat)
  }

  /** Tells of each bucket that has a count, ascending. */
  each(visit: (bucket: number, count: number) => void): void {
    for (const page of [...this.#pages].sort((a, b) => a - b)) {
      const begin = (this.#places[page]! - 1) * PAGE
      for (let i = 0; i < PAGE; i++) {
        const count = this.#counts[begin + i]!
        if (count > 0) visit(page * PAGE + i, count)
      }
    }
  }

  /** Counts a bucket `times` times more. */
  add(bucket: number, times: number): void {
    const page = (bucket / PAGE) | 0
    const place = this.#places[page] || this.#open(page)
    const at = (place - 1) * PAGE + (bucket % PAGE)
    const count = this.#counts[at]! + times
    if (count > 0xffffffff && this.#counts instanceof Uint32Array) this.#counts = Float64Array.from(this.#counts)
    this.#counts[at] = count
    this.#count += times
  }

  #open(page: number): number {
    if (page >= this.#places.length) {
      const places = new Uint16Array(2 ** Math.ceil(Math.log2(page + 1)))
      places.set(this.#places)
      this.#places = places
    }
    if ((this.#pages.length + 1) * PAGE > this.#counts.length) {
      const length = 2 * this.#counts.length
      const counts = this.#counts instanceof Uint32Array ? new Uint32Array(length) : new Float64Array(length)
      counts.set(this.#counts)
      this.#counts = counts
    }
    this.#places[page] = this.#pages.push(page)
    return this.#pages.length
  }
}

/** The nearest-rank quantile of a histogram as its bucket's value; undefined when it is empty. */
export function quantileOf(sparse: SparseHistogram, q: number, bits: Bits = FINE): number | undefined {
  return quantilesOf(sparse, [q], bits)[0]
}

/** Several nearest-rank quantiles at once, `qs` ascending; none when it is empty. */
export function quantilesOf(
  { flat, count }: SparseHistogram,
  qs: readonly number[],
  bits: Bits = FINE,
): readonly number[] {
  const ranks = qs.map((q) => nearestRank(q, count))
  const values: number[] = []
  let below = 0
  for (let i = 0; i < flat.length && values.length < qs.length; i += 2) {
    below += flat[i + 1]!
    while (below >= (ranks[values.length] ?? Number.POSITIVE_INFINITY)) values.push(bucketValue(flat[i]!, bits))
  }
  return values
}

/** The mean of the values of its buckets; NaN when it is empty. */
export function meanOf(sparse: SparseHistogram, bits: Bits = FINE): number {
  let mean = sparse.count === 0 ? Number.NaN : 0
  sparse.each((bucket, count) => {
    mean += (bucketValue(bucket, bits) * count) / sparse.count
  })
  return mean
}

/**
 * The quantile of a histogram, its values spread evenly over what was rounded into their bucket: whole ms would jump by
 * a fifth where 5 becomes 6. undefined when it is empty.
 */
export function smoothQuantileOf(
  { flat, count: all }: SparseHistogram,
  q: number,
  bits: Bits = FINE,
): number | undefined {
  const rank = q * all
  let below = 0
  for (let i = 0; i < flat.length; i += 2) {
    const count = flat[i + 1]!
    if (below + count >= rank) {
      const [low, high] = bucketEdges(flat[i]!, bits)
      return low + ((rank - below) / count) * (high - low)
    }
    below += count
  }
  return undefined
}
