import { type Flat, SparseHistogram } from '../stats/sparse-histogram.ts'
import { VarintReader, type VarintWriter } from './varint.ts'

/** Writes a histogram's buckets, each with its count after it, as what lies between them. */
export function writeHistogram(to: VarintWriter, flat: Flat): void {
  to.number(flat.length / 2)
  let next = 0
  for (let i = 0; i < flat.length; i += 2) {
    to.number(flat[i]! - next)
    to.number(flat[i + 1]!)
    next = flat[i]! + 1
  }
}

/** What writeHistogram wrote. */
export function readHistogram(from: VarintReader): SparseHistogram {
  const buckets = from.number()
  // Each of them takes two bytes at least.
  if (2 * buckets > from.left) throw new RangeError('the bytes end within a histogram')
  const flat = new Float64Array(2 * buckets)
  let next = 0
  for (let i = 0; i < flat.length; i += 2) {
    flat[i] = next + from.number()
    flat[i + 1] = from.number()
    next = flat[i]! + 1
  }
  return new SparseHistogram(flat)
}

/** Goes past what writeHistogram wrote. */
export function skipHistogram(from: VarintReader): void {
  for (let left = 2 * from.number(); left > 0; left--) from.number()
}

/** Writes what two written histograms count together, without a list of either. */
export function writeBoth(to: VarintWriter, a: Uint8Array, b: Uint8Array): void {
  // Gone through twice: how many buckets there are is written first.
  let [buckets, next] = [0, 0]
  eachOfBoth(a, b, () => buckets++)
  to.number(buckets)
  eachOfBoth(a, b, (bucket, count) => {
    to.number(bucket - next)
    to.number(count)
    next = bucket + 1
  })
}

function eachOfBoth(a: Uint8Array, b: Uint8Array, visit: (bucket: number, count: number) => void): void {
  const [left, right] = [new Entries(a), new Entries(b)]
  while (left.bucket < END || right.bucket < END) {
    const bucket = Math.min(left.bucket, right.bucket)
    visit(bucket, left.take(bucket) + right.take(bucket))
  }
}

const END = Number.POSITIVE_INFINITY

/** What writeHistogram wrote, entry by entry. */
class Entries {
  readonly #from: VarintReader
  #left: number
  /** The next one's; END after the last. */
  bucket = -1

  constructor(bytes: Uint8Array) {
    this.#from = new VarintReader(bytes)
    this.#left = this.#from.number()
    this.#next()
  }

  /** The count of this bucket, gone past; 0 where the next one is another. */
  take(bucket: number): number {
    if (bucket !== this.bucket) return 0
    const count = this.#from.number()
    this.#next()
    return count
  }

  #next(): void {
    this.bucket = this.#left-- > 0 ? this.bucket + 1 + this.#from.number() : END
  }
}
