import { median } from '../compare/location.ts'

/** A time, in a unit of the caller's, and a value then. */
export type Point = readonly [at: number, value: number]

/** From one time to another, the end not included. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What of the start does not count: caches fill, pools grow. */
const SKIPPED = 0.2

/** Blocks that the rest is cut into. */
export const BLOCKS = 24

/** Blocks that must have a value: with fewer, too little of the time is known. */
const NEEDED = 20

/** How a block's values become one: `middle`, or the `floor` under which a tenth lies: of a heap what garbage collection leaves. */
export type Summary = 'middle' | 'floor'

/** The time that counts of a whole one. */
export function withoutStart({ from, to }: Span): Span {
  return { from: from + SKIPPED * (to - from), to }
}

/** What lies in each of the blocks that a span is cut into, in their order; what lies outside is left out. */
export function inBlocks<T>(all: readonly T[], at: (one: T) => number, { from, to }: Span): readonly (readonly T[])[] {
  const place = (one: T) => Math.floor(((at(one) - from) / (to - from)) * BLOCKS)
  const groups = Map.groupBy(all, place)
  return Array.from({ length: BLOCKS }, (_, block) => groups.get(block) ?? [])
}

/** One point a block, at the middle of their times; blocks without any are left out. */
export function summarized(points: readonly Point[], span: Span, summary: Summary): readonly Point[] {
  const take = summary === 'middle' ? median : lowerTenth
  return inBlocks(points, ([at]) => at, span)
    .filter((block) => block.length > 0)
    .map((block) => [median(block.map(([at]) => at)), take(block.map(([, value]) => value))])
}

/** Whether so many blocks say enough of the time that counts. */
export function enough(blocks: readonly Point[]): boolean {
  return blocks.length >= NEEDED
}

/** The quantile .1, linear between the order statistics. */
function lowerTenth(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const at = 0.1 * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return low + (at - Math.floor(at)) * (high - low)
}
