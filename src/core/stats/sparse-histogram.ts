/**
 * A histogram of whole milliseconds: pairs of bucket index and count, indexes ascending, counts > 0. Buckets: exact below
 * 8192, then 4096 an octave (relative error at most 0.012 %), unless said otherwise; see stats/buckets.ts.
 */
export type BucketCounts = readonly (readonly [bucket: number, count: number])[]

/** Bucket, count, bucket, count, and so on. */
export type Flat = Uint32Array | Float64Array

const MOST_OF_32_BITS = 2 ** 32 - 1

/**
 * How often whole numbers came: the buckets (buckets.ts) into which any fell, ascending, each with its count, which is
 * never 0. They lie side by side in one typed array, of 32 bits a number unless there are more values than these can
 * count: as arrays of pairs the histograms of a long run would take ten times the memory, and the time to walk through
 * them all to collect garbage.
 */
export class SparseHistogram {
  readonly flat: Flat
  /** How many values it counts. */
  readonly count: number

  constructor(flat: Flat) {
    this.count = sumOf(flat)
    this.flat = this.count <= MOST_OF_32_BITS && flat instanceof Float64Array ? new Uint32Array(flat) : flat
  }

  static of(pairs: BucketCounts): SparseHistogram {
    return new SparseHistogram(new Float64Array(pairs.flat()))
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

/** Room for what counts so many values. */
export function roomFor(values: number, numbers: number): Flat {
  return values <= MOST_OF_32_BITS ? new Uint32Array(numbers) : new Float64Array(numbers)
}

/** Of nothing. Not a part of the class: what makes bundles small takes its name from it there. */
export const NO_COUNTS = new SparseHistogram(new Uint32Array(0))

function sumOf(flat: Flat): number {
  let sum = 0
  for (let i = 1; i < flat.length; i += 2) sum += flat[i]!
  return sum
}
