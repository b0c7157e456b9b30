import { COARSE } from '../core/stats/buckets.ts'
import { quantileOf } from '../core/stats/histogram.ts'
import { mergeHistograms } from '../core/stats/merge-histograms.ts'
import type { Slice, Summary } from '../core/summary.ts'
import { together } from '../core/verdict/steady.ts'

/** What ended in one part of the run's time. */
export interface Moment {
  /** Seconds since the first sample began. */
  readonly at: number
  /** Per second. */
  readonly rate: number
  readonly errors: number
  /** Of the successes, ms; null where nothing succeeded. */
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** The course of the run in at most `most` equal parts; a part in which nothing ended is there too. */
export function timeline(summary: Summary, most: number): readonly Moment[] {
  const { first, last } = summary.total
  const { widthMs, slices } = together(summary.blocks.flatMap(({ labels }) => labels))
  const [begin, end] = [slices[0]?.at, slices.at(-1)?.at]
  if (begin === undefined || end === undefined) return []
  const width = widthMs * Math.ceil(((end - begin) / widthMs + 1) / most)
  const parts = Map.groupBy(slices, ({ at }) => Math.floor((at - begin) / width))
  const moments = Array.from({ length: Math.floor((end - begin) / width) + 1 }, (_, part) => {
    const from = begin + part * width
    // The first and the last part are only partly within the run.
    const seconds = (Math.min(from + width, last) - Math.max(from, first)) / 1000
    return { seconds, moment: momentOf(parts.get(part) ?? [], { at: (from - first) / 1000, seconds }) }
  })
  const tooShort = width / 2000
  return moments.filter(({ seconds }) => seconds >= tooShort || moments.length === 1).map(({ moment }) => moment)
}

function momentOf(slices: readonly Slice[], { at, seconds }: { at: number; seconds: number }): Moment {
  const sum = (pick: (slice: Slice) => number) => slices.reduce((total, slice) => total + pick(slice), 0)
  const successes = mergeHistograms(slices.map((slice) => slice.successes))
  const quantile = (q: number) => quantileOf(successes, q, COARSE) ?? null
  const time = Math.max(seconds, 0.001)
  return {
    at: Math.max(0, at),
    rate: sum(({ count }) => count) / time,
    errors: sum(({ errors }) => errors) / time,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
  }
}
