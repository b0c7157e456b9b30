import type { SparseHistogram } from '../summary.ts'

/** Many sparse histograms of the same buckets as one, at the cost of a list of all buckets up to the last. */
export function sumHistograms(parts: readonly SparseHistogram[]): SparseHistogram {
  const buckets = 1 + Math.max(-1, ...parts.map((part) => part.at(-1)?.[0] ?? -1))
  const counts = new Float64Array(buckets)
  for (const part of parts) addCounts(part, counts)
  const sum: [number, number][] = []
  for (let bucket = 0; bucket < buckets; bucket++) if (counts[bucket]! > 0) sum.push([bucket, counts[bucket]!])
  return sum
}

function addCounts(part: SparseHistogram, counts: Float64Array): void {
  for (let i = 0; i < part.length; i++) {
    const pair = part[i]!
    counts[pair[0]]! += pair[1]
  }
}
