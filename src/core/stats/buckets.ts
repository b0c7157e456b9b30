/**
 * Buckets of a histogram of whole numbers: every value below 2^bits has its own, above that each octave has
 * 2^(bits - 1), so that a bucket is at most 2^(1 - bits) of its values wide.
 */
export type Bits = typeof FINE | typeof COARSE

/** Exact below 8192, then 4096 an octave; the reported value is at most 1/8192 (0.0122 %) off. */
export const FINE = 13

/** Exact below 2048, then 1024 an octave; the reported value is at most 1/2048 (0.049 %) off. */
export const COARSE = 11

/** The largest value that has a bucket (as ms: 24 days). */
export const MAX_VALUE = 2 ** 31 - 1

/** The bucket of a whole number from 0 to MAX_VALUE. */
export function bucketOf(value: number, bits: Bits): number {
  const octave = 32 - Math.clz32(value) - bits
  return octave <= 0 ? value : (octave << (bits - 1)) + (value >>> octave)
}

/** The value reported for a bucket: itself below 2^bits, above that the bucket's middle (low + half its width). */
export function bucketValue(bucket: number, bits: Bits): number {
  const octave = (bucket >>> (bits - 1)) - 1
  if (octave <= 0) return bucket
  return (bucket - (octave << (bits - 1))) * 2 ** octave + 2 ** (octave - 1)
}

/** What a bucket's values were before they were rounded to whole numbers; nothing was below 0. */
export function bucketEdges(bucket: number, bits: Bits): readonly [low: number, high: number] {
  const octave = Math.max(0, (bucket >>> (bits - 1)) - 1)
  const low = octave === 0 ? bucket : (bucket - (octave << (bits - 1))) * 2 ** octave
  return [Math.max(0, low - 0.5), low + 2 ** octave - 0.5]
}

/** How many buckets there are. */
export function bucketCount(bits: Bits): number {
  return bucketOf(MAX_VALUE, bits) + 1
}
