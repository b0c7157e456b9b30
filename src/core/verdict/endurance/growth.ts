import { median } from '../compare/location.ts'
import type { Point } from './blocks.ts'
import { bestStep, leftByLine } from './shape.ts'
import { type Slope, slopeOf, theilSen } from './slope.ts'

/** How a series of a long run went: it leaks, it changed its level once, or neither is proven. */
export type Kind = 'leak' | 'level-change' | 'steady'

/** A value by the slope, and by the slope's bounds. */
interface Bounded {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** How a series of blocks went, where more of it is worse. */
export interface Growth {
  readonly slope: Slope
  /** What it grew over its time. */
  readonly rise: Bounded
  /** Where it began: the middle of its first blocks. */
  readonly first: number
  /** Where its line is at the end, turned about its middle by the slope's bounds: a block alone is as noisy as the series. */
  readonly last: Bounded
  /** The two levels of the single change that fits best. */
  readonly step: { readonly before: number; readonly after: number }
  /** It grew along a line rather than in one step, and in its second half too. */
  readonly line: boolean
}

/** How much worse than a step a line may fit and still be called a line. */
const LINE = 1.3

/** Blocks that say where a series began. */
const BEGINNING = 4

/** How a series of blocks grew up to the end of its time. Source: verdict.md 8. */
export function growthOf(blocks: readonly Point[], end: number): Growth {
  const slope = slopeOf(blocks)
  const step = bestStep(blocks)
  const by = (of: (slope: number) => number) => ({ value: of(slope.value), low: of(slope.low), high: of(slope.high) })
  const time = blocks.at(-1)![0] - blocks[0]![0]
  return {
    slope,
    rise: by((slope) => slope * time),
    first: median(blocks.slice(0, BEGINNING).map(([, value]) => value)),
    last: by((slope) => slope * end + median(blocks.map(([at, value]) => value - slope * at))),
    step: { before: step.before, after: step.after },
    line: leftByLine(blocks) <= LINE * step.left && theilSen(blocks.slice(blocks.length >> 1)) > 0,
  }
}

/** What a growth is called whose slope is no chance (`proven`); `margin` is the rise that matters. */
export function kindOf({ rise, line }: Growth, { margin, proven }: { margin: number; proven: boolean }): Kind {
  if (!proven || rise.value < margin) return 'steady'
  return line ? 'leak' : 'level-change'
}

/** Time until a limit is reached at the slope, and at its bounds, in the series' own unit of time; Infinity: not ever. */
export interface TimeToLimit {
  readonly expected: number
  readonly earliest: number
  readonly latest: number
}

/** When a growing series reaches its limit, from its end on. */
export function timeToLimit({ slope, last }: Growth, limit: number): TimeToLimit {
  const after = (bound: 'value' | 'low' | 'high') => {
    if (limit <= last[bound]) return 0
    return slope[bound] <= 0 ? Number.POSITIVE_INFINITY : (limit - last[bound]) / slope[bound]
  }
  return { expected: after('value'), earliest: after('high'), latest: after('low') }
}
