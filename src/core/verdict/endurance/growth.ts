import { median } from '../compare/location.ts'
import { blocksOf, type Summary } from './blocks.ts'
import { leftByLine, leftByStep } from './shape.ts'
import { type Slope, slopeOf, theilSen } from './slope.ts'

/** How a series of a long run went: it leaks, it changed its level once, or neither is proven. */
export interface Growth {
  readonly kind: 'leak' | 'level-change' | 'steady'
  /** Growth over the time that counts, as a share of where it began. */
  readonly share: number
  /** Of the series' unit per point of the series. */
  readonly slope: Slope
  /** The first and the last block. */
  readonly first: number
  readonly last: number
}

/** Growth that matters, as a share. */
const MARGIN = 0.05

/** How much worse than a step a line may fit and still be called a line. */
const LINE = 1.3

/** Blocks that say where a series began. */
const BEGINNING = 4

/**
 * Whether a series of evenly spaced points grows as a leak does: surely, by at least 5 %, along a line rather than in one
 * step, and in its second half too. Source: verdict.md 8. undefined: fewer points than blocks.
 */
export function growthOf(points: readonly number[], summary: Summary = 'middle'): Growth | undefined {
  const cut = blocksOf(points, summary)
  if (cut === undefined) return undefined
  const { values: blocks, width } = cut
  const slope = slopeOf(blocks)
  const first = median(blocks.slice(0, BEGINNING))
  const share = (slope.value * (blocks.length - 1)) / first
  const proven = slope.low > 0 && share >= MARGIN
  const leaks =
    leftByLine(blocks) <= LINE * leftByStep(blocks) && theilSen(blocks.slice(Math.floor(blocks.length / 2))) > 0
  const kind = !proven ? 'steady' : leaks ? 'leak' : 'level-change'
  return { kind, share, slope: perPoint(slope, width), first, last: blocks.at(-1)! }
}

function perPoint({ value, low, high }: Slope, width: number): Slope {
  return { value: value / width, low: low / width, high: high / width }
}

/** Points until a limit is reached at the slope, and at its bounds; Infinity: not ever. */
export interface TimeToLimit {
  readonly expected: number
  readonly earliest: number
  readonly latest: number
}

/** When a growing series reaches its limit, counted in points from the last block. */
export function timeToLimit({ slope, last }: Growth, limit: number): TimeToLimit {
  const after = (by: number) => (limit <= last ? 0 : by <= 0 ? Number.POSITIVE_INFINITY : (limit - last) / by)
  return { expected: after(slope.value), earliest: after(slope.high), latest: after(slope.low) }
}
