/**
 * A histogram of whole milliseconds: pairs of bucket index and count, indexes ascending, counts > 0. Buckets: exact below
 * 8192, then 4096 an octave (relative error at most 0.012 %), unless said otherwise; see stats/buckets.ts.
 */
export type BucketCounts = readonly (readonly [bucket: number, count: number])[]

/**
 * How often whole numbers came: the buckets (buckets.ts) into which any fell, ascending, each with its count, which is
 * never 0. Two numbers a bucket lie side by side in one typed array: as arrays of pairs the histograms of a long run
 * would take five times the memory, and the time to walk through them all to collect garbage.
 */
export class SparseHistogram {
  /** Bucket, count, bucket, count, and so on. */
  readonly flat: Float64Array
  #count: number | undefined

  constructor(flat: Float64Array) {
    this.flat = flat
  }

  static of(pairs: BucketCounts): SparseHistogram {
    return pairs.length === 0 ? NO_COUNTS : new SparseHistogram(new Float64Array(pairs.flat()))
  }

  /** How many values it counts. */
  get count(): number {
    this.#count ??= sumOf(this.flat)
    return this.#count
  }

  /** Of how many buckets it is. */
  get size(): number {
    return this.flat.length / 2
  }

  /** Tells of each bucket. */
  each(visit: (bucket: number, count: number) => void): void {
    const { flat } = this
    for (let i = 0; i < flat.length; i += 2) visit(flat[i]!, flat[i + 1]!)
  }

  toJSON(): BucketCounts {
    return Array.from({ length: this.size }, (_, i) => [this.flat[2 * i]!, this.flat[2 * i + 1]!] as const)
  }
}

/** Of nothing. Not a part of the class: what makes bundles small takes its name from it there. */
export const NO_COUNTS = new SparseHistogram(new Float64Array(0))

function sumOf(flat: Float64Array): number {
  let sum = 0
  for (let i = 1; i < flat.length; i += 2) sum += flat[i]!
  return sum
}
