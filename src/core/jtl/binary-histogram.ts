import type { SparseHistogram } from '../summary.ts'
import type { VarintReader, VarintWriter } from './varint.ts'

/** Tells of each bucket that has a count, ascending, without a list of them; says the same each time. */
export type EachBucket = (visit: (bucket: number, count: number) => void) => void

/** The buckets of a sparse histogram, one by one. */
export function eachOf(histogram: SparseHistogram): EachBucket {
  return (visit) => {
    for (const [bucket, count] of histogram) visit(bucket, count)
  }
}

/** Buckets as what lies between them. */
export function writeHistogram(to: VarintWriter, each: EachBucket): void {
  let [length, next] = [0, 0]
  each(() => length++)
  to.number(length)
  each((bucket, count) => {
    to.number(bucket - next)
    to.number(count)
    next = bucket + 1
  })
}

/** What writeHistogram wrote, bucket by bucket. */
export function visitHistogram(from: VarintReader, visit: (bucket: number, count: number) => void): void {
  let next = 0
  for (let left = from.number(); left > 0; left--) {
    const bucket = next + from.number()
    next = bucket + 1
    visit(bucket, from.number())
  }
}

/** What writeHistogram wrote. */
export function readHistogram(from: VarintReader): SparseHistogram {
  const pairs: [number, number][] = []
  visitHistogram(from, (bucket, count) => pairs.push([bucket, count]))
  return pairs
}

/** A list with its length before it. */
export function writeList<T>(to: VarintWriter, list: readonly T[], write: (to: VarintWriter, entry: T) => void): void {
  to.number(list.length)
  for (const entry of list) write(to, entry)
}

/** What writeList wrote. */
export function readList<T>(from: VarintReader, read: (from: VarintReader) => T): T[] {
  const list: T[] = []
  for (let left = from.number(); left > 0; left--) list.push(read(from))
  return list
}
