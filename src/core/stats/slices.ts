import type { Slice, Slices } from '../summary.ts'
import { mergeHistograms } from './merge-histograms.ts'

/** Slices begin with this width, ms; it doubles while there are too many of them. */
export const FIRST_WIDTH_MS = 1000

/** More slices than this are never kept. */
export const MAX_SLICES = 120

/** Of nothing. */
export const NO_SLICES: Slices = { widthMs: FIRST_WIDTH_MS, slices: [] }

/** Two lists of slices as one, at the narrowest width that fits both and keeps to MAX_SLICES. */
export function mergeSlices(a: Slices, b: Slices): Slices {
  // Read once: they may be packed.
  const [one, other] = [{ ...a }, { ...b }]
  if (one.slices.length === 0) return b
  if (other.slices.length === 0) return a
  const widthMs = commonWidth([one, other])
  const slices: Slice[] = []
  const [left, right] = [coarsen(one, widthMs).slices, coarsen(other, widthMs).slices]
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const at = Math.min(left[i]?.at ?? Number.POSITIVE_INFINITY, right[j]?.at ?? Number.POSITIVE_INFINITY)
    const both = [left[i]?.at === at ? left[i++] : undefined, right[j]?.at === at ? right[j++] : undefined]
    slices.push(both.flatMap((slice) => slice ?? []).reduce(addSlices))
  }
  return { widthMs, slices }
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

/** The same samples in wider slices; `widthMs` is a doubling of the width they have. */
export function coarsen({ widthMs: width, slices }: Slices, widthMs: number): Slices {
  if (width === widthMs) return { widthMs, slices }
  const wider: Slice[] = []
  for (const slice of slices) {
    const at = Math.floor(slice.at / widthMs) * widthMs
    const last = wider.at(-1)
    if (last?.at === at) wider[wider.length - 1] = addSlices(last, slice)
    else wider.push({ ...slice, at })
  }
  return { widthMs, slices: wider }
}

function addSlices(a: Slice, b: Slice): Slice {
  return {
    at: a.at,
    count: a.count + b.count,
    errors: a.errors + b.errors,
    ...(a.threads === undefined && b.threads === undefined
      ? {}
      : { threads: Math.max(a.threads ?? 0, b.threads ?? 0) }),
    successes: mergeHistograms([a.successes, b.successes]),
  }
}
