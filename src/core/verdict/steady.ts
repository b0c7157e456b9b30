import { mergeSlices } from '../stats/slices.ts'
import type { LabelBlock, LabelSummary, Slice, Slices } from '../summary.ts'
import { type Evidence, reported } from './evidence.ts'

/** The time in which every pod made its full load, ms since 1970. */
export interface Steady {
  readonly from: number
  readonly to: number
}

/**
 * From the end of the last pod's ramp to the first pod's end. A pod's load begins with its first sample, for JMeter needs
 * seconds to start. undefined: there was no such time.
 */
export function steadyPart(evidence: Evidence): Steady | undefined {
  const { rampMs, durationMs } = evidence.test
  const loads = reported(evidence)
    .filter(({ summary }) => summary.total.count > 0)
    .map(({ summary: { total } }) => ({ begin: total.first, end: loadEnd(total, durationMs) }))
  const from = Math.max(...loads.map(({ begin }) => begin + rampMs))
  const to = Math.min(...loads.map(({ end }) => end))
  return to > from ? { from, to } : undefined
}

/** The seconds that JMeter needs to start are gone at its end; a hundredth of a load is nothing to be told of. */
function loadEnd({ first, last }: LabelSummary, durationMs: number): number {
  return last - first < 0.99 * durationMs ? last : first + durationMs
}

/** The whole slices of the steady part; a slice in which nothing ended is not among them, but counts in `seconds`. */
export interface SteadySlices {
  readonly seconds: number
  readonly slices: readonly Slice[]
}

/** What the labels did in the steady part; undefined where it is shorter than one slice. */
export function steadySlices(labels: readonly LabelBlock[], steady: Steady | undefined): SteadySlices | undefined {
  const { widthMs, slices } = together(labels)
  if (steady === undefined || slices.length === 0) return undefined
  const from = Math.ceil(steady.from / widthMs) * widthMs
  const to = Math.floor(steady.to / widthMs) * widthMs
  if (to <= from) return undefined
  return { seconds: (to - from) / 1000, slices: slices.filter(({ at }) => at >= from && at < to) }
}

/** The slices of several labels (or blocks) as one. */
export function together(labels: readonly LabelBlock[]): Slices {
  return mergeSlices(labels.map(({ slices }) => slices))
}
