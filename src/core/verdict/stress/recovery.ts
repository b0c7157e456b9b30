import { COARSE } from '../../stats/buckets.ts'
import { quantileOf } from '../../stats/histogram.ts'
import { mergeHistograms } from '../../stats/merge-histograms.ts'
import type { Slice } from '../../summary.ts'
import { median } from '../compare/location.ts'
import { reported } from '../evidence.ts'
import type { Part } from '../parts.ts'
import { steadyPart, together } from '../steady.ts'

/** A latency (p95 of a slice, ms) at a time, in ms from any origin. */
export interface Reading {
  readonly at: number
  readonly p95: number
}

/** Above what was normal by so much, and above nine of ten readings before, a target has not recovered. */
const NEAR = 1.1
const MOST_OF_THEM = 0.9

/** Readings in a row that say that it has. */
const IN_A_ROW = 3

/**
 * How long after `since` (default: the first reading) the latency was back at what it was before, in ms; for three readings
 * in a row, so that one lucky slice does not count. undefined: it never was, or there is too little to tell.
 */
export function recoveryMs(
  before: readonly Reading[],
  after: readonly Reading[],
  since = after[0]?.at ?? 0,
): number | undefined {
  if (before.length === 0 || after.length < IN_A_ROW) return undefined
  const known = before.map(({ p95 }) => p95).sort((a, b) => a - b)
  const normal = Math.max(median(known) * NEAR, known[Math.ceil(MOST_OF_THEM * known.length) - 1] ?? 0)
  const back = after.findIndex((_, i) => {
    const row = after.slice(i, i + IN_A_ROW)
    return row.length === IN_A_ROW && row.every(({ p95 }) => p95 <= normal)
  })
  return back < 0 ? undefined : Math.max(0, after[back]!.at - since)
}

/** How the target came back after the peak. */
export interface Recovery {
  /** `open`: within the time that it was watched it did not. */
  readonly state: 'recovered' | 'open'
  /** From the end of the peak, ms: at most so long, or at least. */
  readonly ms: number
}

/** What the target did after its last step, measured by what it did in the steady part of the first. */
export function recoveryOf(steps: readonly Part[], after: Part | undefined): Recovery | undefined {
  const [first] = steps
  const peak = steps.at(-1)
  if (first === undefined || peak === undefined || after === undefined) return undefined
  const steady = steadyPart(first.evidence)
  const before = readingsOf(first).filter(({ at, until }) => steady && at >= steady.from && until <= steady.to)
  const then = readingsOf(after)
  const [last] = then.slice(-1)
  if (before.length < IN_A_ROW || then.length < IN_A_ROW || last === undefined) return undefined
  const over = endOf(peak)
  const ms = recoveryMs(before, then, over)
  return ms === undefined ? { state: 'open', ms: last.until - over } : { state: 'recovered', ms }
}

/** When the last of its load was asked for. */
function endOf({ evidence }: Part): number {
  const { durationMs } = evidence.test
  return Math.max(...reported(evidence).flatMap(({ blocks }) => blocks.map(({ startedAt }) => startedAt + durationMs)))
}

/** So many readings a block, and so many samples in each, as far as there are; few samples make few readings, but not none. */
const MOST = 30
const FEW = 8
const SAMPLES = 20
const SHORTEST_MS = 1000
/** With more failures than this a time is not normal, however fast the answers are. */
const FAILING = 0.05

/** The p95 of equal spans from the first sample on; what fails, or does not answer at all, is endlessly slow. */
function readingsOf({ evidence }: Part): readonly (Reading & { readonly until: number })[] {
  const { widthMs, slices } = together(evidence.summary.blocks.flatMap(({ labels }) => labels))
  const { first, last, count } = evidence.summary.total
  const span = last - first
  const wanted = Math.max(SHORTEST_MS, span / MOST, Math.min((span / count) * SAMPLES, span / FEW))
  const width = Math.ceil(wanted / widthMs) * widthMs
  const begin = slices[0]?.at ?? first
  const spans = Map.groupBy(slices, ({ at }) => Math.floor((at - begin) / width))
  return Array.from({ length: Math.floor((last - begin) / width) }, (_, i) => {
    const at = begin + i * width
    return { at, until: at + width, p95: normalP95(spans.get(i) ?? []) }
  })
}

function normalP95(slices: readonly Slice[]): number {
  const failed = slices.reduce((sum, { errors }) => sum + errors, 0)
  const ended = slices.reduce((sum, { count }) => sum + count, 0)
  const successes = mergeHistograms(slices.map((slice) => slice.successes))
  if (failed > FAILING * ended) return Number.POSITIVE_INFINITY
  return quantileOf(successes, 0.95, COARSE) ?? Number.POSITIVE_INFINITY
}
