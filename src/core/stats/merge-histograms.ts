import { type Flat, NO_COUNTS, roomFor, SparseHistogram } from './sparse-histogram.ts'

/** Histograms of the same buckets as one; what is not there counts nothing. */
export function mergeHistograms(parts: readonly (SparseHistogram | undefined)[]): SparseHistogram {
  const some = parts.filter((part) => part !== undefined && part.size > 0) as readonly SparseHistogram[]
  if (some.length < 3) return two(some[0] ?? NO_COUNTS, some[1] ?? NO_COUNTS)
  const last = some.reduce((most, { flat }) => Math.max(most, flat.at(-2)!), 0)
  const entries = some.reduce((sum, { size }) => sum + size, 0)
  // A list of all buckets costs a look at each of them, merging halves a look at each entry, once for every halving.
  if (entries * Math.log2(some.length) > last) return counted(some, last)
  const middle = some.length >> 1
  return two(mergeHistograms(some.slice(0, middle)), mergeHistograms(some.slice(middle)))
}

function two(a: SparseHistogram, b: SparseHistogram): SparseHistogram {
  const [few, many] = a.size < b.size ? [a, b] : [b, a]
  if (few.size === 0) return many
  return 16 * few.size < many.size ? withFew(many, few) : interleaved(many, few)
}

function counted(parts: readonly SparseHistogram[], last: number): SparseHistogram {
  const counts = new Float64Array(last + 1)
  for (const { flat } of parts) addTo(counts, flat)
  const values = parts.reduce((sum, { count }) => sum + count, 0)
  return new SparseHistogram(flatOf(counts, values))
}

function addTo(counts: Float64Array, flat: Flat): void {
  for (let i = 0; i < flat.length; i += 2) counts[flat[i]!]! += flat[i + 1]!
}

function flatOf(counts: Float64Array, values: number): Flat {
  const flat = roomFor(values, 2 * counts.length)
  let length = 0
  for (let bucket = 0; bucket < counts.length; bucket++) {
    if (counts[bucket] === 0) continue
    flat[length++] = bucket
    flat[length++] = counts[bucket]!
  }
  return flat.slice(0, length)
}

function interleaved({ flat: a, count }: SparseHistogram, { flat: b, count: more }: SparseHistogram): SparseHistogram {
  const merged = roomFor(count + more, a.length + b.length)
  let [i, j, length] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i]!, b[j]!]
    const count = (left <= right ? a[i + 1]! : 0) + (right <= left ? b[j + 1]! : 0)
    merged[length++] = Math.min(left, right)
    merged[length++] = count
    if (left <= right) i += 2
    if (right <= left) j += 2
  }
  for (const rest of [a.subarray(i), b.subarray(j)]) {
    merged.set(rest, length)
    length += rest.length
  }
  return new SparseHistogram(merged.slice(0, length))
}

/** The same without a look at each of the many: what lies between two of the few is copied at once. */
function withFew({ flat: many, count }: SparseHistogram, { flat: few, count: more }: SparseHistogram): SparseHistogram {
  const merged = roomFor(count + more, many.length + few.length)
  let [copied, length] = [0, 0]
  const copyTo = (end: number) => {
    merged.set(many.subarray(copied, end), length)
    length += end - copied
    copied = end
  }
  for (let i = 0; i < few.length; i += 2) {
    const bucket = few[i]!
    const at = placeOf(bucket, many)
    copyTo(at)
    merged[length++] = bucket
    merged[length++] = few[i + 1]!
    if (many[at] !== bucket) continue
    merged[length - 1]! += many[at + 1]!
    copied += 2
  }
  copyTo(many.length)
  return new SparseHistogram(merged.slice(0, length))
}

/** Where a bucket is, or would be. */
function placeOf(bucket: number, flat: Flat): number {
  let [low, high] = [0, flat.length / 2]
  while (low < high) {
    const middle = (low + high) >> 1
    if (flat[2 * middle]! < bucket) low = middle + 1
    else high = middle
  }
  return 2 * low
}
