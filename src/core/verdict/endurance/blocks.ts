import { median } from '../compare/location.ts'

/** What of the start is left out: caches fill, pools grow. */
const SKIPPED = 0.2

/** Blocks that the rest is cut into. */
export const BLOCKS = 24

/** How a block's points become one: `middle`, or the `floor` under which a tenth lies: of a heap what garbage collection leaves. */
export type Summary = 'middle' | 'floor'

/** Equally long pieces of a series, each of `width` points. */
export interface Blocks {
  readonly width: number
  readonly values: readonly number[]
}

/** The blocks of a series of evenly spaced points, without its first fifth; undefined: too few points. */
export function blocksOf(points: readonly number[], summary: Summary): Blocks | undefined {
  const rest = points.slice(Math.floor(SKIPPED * points.length))
  const width = Math.floor(rest.length / BLOCKS)
  if (width === 0) return undefined
  const take = summary === 'middle' ? median : lowerTenth
  const values = Array.from({ length: BLOCKS }, (_, block) => take(rest.slice(block * width, (block + 1) * width)))
  return { width, values }
}

/** The quantile .1, linear between the order statistics. */
function lowerTenth(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const at = 0.1 * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return low + (at - Math.floor(at)) * (high - low)
}
