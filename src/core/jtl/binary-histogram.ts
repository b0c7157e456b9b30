import type { SparseHistogram } from '../summary.ts'
import type { VarintReader, VarintWriter } from './varint.ts'

/** Buckets as what lies between them. */
export function writeHistogram(to: VarintWriter, histogram: SparseHistogram): void {
  let next = 0
  writeList(to, histogram, (_, [bucket, count]) => {
    to.number(bucket - next)
    to.number(count)
    next = bucket + 1
  })
}

/** What writeHistogram wrote. */
export function readHistogram(from: VarintReader): SparseHistogram {
  let next = 0
  return readList(from, () => {
    const bucket = next + from.number()
    next = bucket + 1
    return [bucket, from.number()] as const
  })
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
