import type { VarintReader, VarintWriter } from './varint.ts'

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
