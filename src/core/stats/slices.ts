import type { Slice, Slices } from '../summary.ts'
import { mergeHistograms } from './merge-histograms.ts'

/** Slices begin with this width, ms; it doubles while there are too many of them. */
export const FIRST_WIDTH_MS = 1000

/** More slices than this are never kept. */
export const MAX_SLICES = 120

/** Of nothing. */
export const NO_SLICES: Slices = { widthMs: FIRST_WIDTH_MS, slices: [] }

/** What a slice is but for its histogram. */
export type SliceHead = Omit<Slice, 'successes'>

/** Makes one slice of several, whose head is known. */
export type JoinSlices = (head: SliceHead, parts: readonly Slice[]) => Slice

/** The slices of all lists together, at the narrowest width that fits them, or at this doubling of their own widths. */
export function mergeSlices(lists: readonly Slices[], widthMs = commonWidth(lists), join = joined): Slices {
  const parts = Map.groupBy(
    lists.flatMap(({ slices }) => slices),
    ({ at }) => Math.floor(at / widthMs) * widthMs,
  )
  const sorted = [...parts].sort(([a], [b]) => a - b)
  return { widthMs, slices: sorted.map(([at, same]) => join(headOf(at, same), same)) }
}

/** The narrowest width, in doublings of the given ones, at which all of the lists together span at most MAX_SLICES. */
export function commonWidth(lists: readonly Slices[]): number {
  let [width, low, high] = [FIRST_WIDTH_MS, Number.POSITIVE_INFINITY, 0]
  for (const { widthMs, slices } of lists) {
    if (slices.length === 0) continue
    width = Math.max(width, widthMs)
    low = Math.min(low, slices[0]!.at)
    high = Math.max(high, slices.at(-1)!.at)
  }
  while (Math.floor(high / width) - Math.floor(low / width) >= MAX_SLICES) width *= 2
  return width
}

const joined: JoinSlices = (head, parts) => ({
  ...head,
  successes: mergeHistograms(parts.map(({ successes }) => successes)),
})

function headOf(at: number, parts: readonly Slice[]): SliceHead {
  const sum = (of: 'count' | 'errors') => parts.reduce((total, part) => total + part[of], 0)
  const threads = parts.flatMap((part) => part.threads ?? [])
  const most = threads.reduce((a, b) => Math.max(a, b), 0)
  return { at, count: sum('count'), errors: sum('errors'), ...(threads.length === 0 ? {} : { threads: most }) }
}
