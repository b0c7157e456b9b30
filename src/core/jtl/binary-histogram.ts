import { type Flat, SparseHistogram } from '../stats/sparse-histogram.ts'
import type { VarintReader, VarintWriter } from './varint.ts'

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
