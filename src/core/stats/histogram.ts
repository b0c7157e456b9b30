import type { SparseHistogram } from '../summary.ts'
import { type Bits, bucketEdges, bucketOf, bucketValue, FINE } from './buckets.ts'
import { nearestRank } from './quantile.ts'

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
    for (const [bucket, count] of sparse) histogram.add(bucket, count)
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
    for (const pair of other instanceof Histogram ? other.sparse() : other) this.add(pair[0], pair[1])
  }

  /** The nearest-rank quantile as its bucket's value; undefined when nothing was recorded. */
  quantile(q: number): number | undefined {
    return quantileOf(this.sparse(), q, this.#bits)
  }

  sparse(): SparseHistogram {
    const pairs: [number, number][] = []
    this.each((bucket, count) => pairs.push([bucket, count]))
    return pairs
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
    if (count > 0xffffffff) this.#counts = Float64Array.from(this.#counts)
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

/** The nearest-rank quantile of a sparse histogram as its bucket's value; undefined when it is empty. */
export function quantileOf(sparse: SparseHistogram, q: number, bits: Bits = FINE): number | undefined {
  return quantilesOf(sparse, { qs: [q], count: countOf(sparse), bits })[0]
}

interface Quantiles {
  /** Ascending. */
  readonly qs: readonly number[]
  /** How many values the histogram counts. */
  readonly count: number
  readonly bits?: Bits
}

/** Several nearest-rank quantiles at once; none when it is empty. */
export function quantilesOf(sparse: SparseHistogram, { qs, count, bits = FINE }: Quantiles): readonly number[] {
  const ranks = qs.map((q) => nearestRank(q, count))
  const values: number[] = []
  let below = 0
  for (let i = 0; i < sparse.length && values.length < qs.length; i++) {
    const pair = sparse[i]!
    below += pair[1]
    while (below >= (ranks[values.length] ?? Number.POSITIVE_INFINITY)) values.push(bucketValue(pair[0], bits))
  }
  return values
}

/**
 * The quantile of a sparse histogram, its values spread evenly over what was rounded into their bucket: whole ms would
 * jump by a fifth where 5 becomes 6. undefined when it is empty.
 */
export function smoothQuantileOf(sparse: SparseHistogram, q: number, bits: Bits = FINE): number | undefined {
  const rank = q * countOf(sparse)
  let below = 0
  for (const [bucket, count] of sparse) {
    if (below + count >= rank) {
      const [low, high] = bucketEdges(bucket, bits)
      return low + ((rank - below) / count) * (high - low)
    }
    below += count
  }
  return undefined
}

/** How many values a sparse histogram counts. */
export function countOf(sparse: SparseHistogram): number {
  let sum = 0
  // Taking pairs apart by a pattern is many times slower where the code has not run often yet.
  for (const pair of sparse) sum += pair[1]
  return sum
}

/** Two sparse histograms of the same buckets as one. */
export function mergeHistograms(a: SparseHistogram, b: SparseHistogram): SparseHistogram {
  const [few, many] = a.length < b.length ? [a, b] : [b, a]
  if (few.length === 0) return many
  return 16 * few.length < many.length ? withFew(many, few) : interleaved(many, few)
}

function interleaved(a: SparseHistogram, b: SparseHistogram): SparseHistogram {
  const merged: (readonly [number, number])[] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i]!, b[j]!]
    if (left[0] === right[0]) merged.push([left[0], left[1] + right[1]])
    else merged.push(left[0] < right[0] ? left : right)
    if (left[0] <= right[0]) i++
    if (right[0] <= left[0]) j++
  }
  while (i < a.length) merged.push(a[i++]!)
  while (j < b.length) merged.push(b[j++]!)
  return merged
}

/** The same without a look at each of the many. */
function withFew(many: SparseHistogram, few: SparseHistogram): SparseHistogram {
  const merged = many.slice()
  for (const pair of few) {
    const at = placeOf(pair[0], merged)
    const known = merged[at]
    if (known?.[0] === pair[0]) merged[at] = [known[0], known[1] + pair[1]]
    else merged.splice(at, 0, pair)
  }
  return merged
}

/** Where a bucket is, or would be. */
function placeOf(bucket: number, sparse: SparseHistogram): number {
  let [low, high] = [0, sparse.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sparse[middle]![0] < bucket) low = middle + 1
    else high = middle
  }
  return low
}
