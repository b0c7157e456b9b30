import { COARSE } from '../../stats/buckets.ts'
import { smoothQuantileOf } from '../../stats/histogram.ts'
import { mergeHistograms } from '../../stats/merge-histograms.ts'
import type { SparseHistogram } from '../../stats/sparse-histogram.ts'
import { type LabelQuantities, type LogQuantile, QUANTILES, type QuantileName } from '../quantities.ts'
import { mean } from './location.ts'
import { type InParts, PARTS } from './swings.ts'

/** Samples beyond a quantile without which it is not compared (verdict.md 10). */
const NEEDED = 10

/** Guards against 100 * (1 - 0.9) being a hair under 10. */
const ROUNDING = 1e-9

/** Contiguous batches of a run in which each quantile is taken by itself. */
const BATCHES: Readonly<Record<QuantileName, number>> = { p50: 20, p95: 10, p99: 5 }

/** Latencies are whole ms: what took less is no longer told apart. */
const LEAST_MS = 0.5

/** The log quantiles of successes in the order of time; `slices` are coarse histograms. */
export function logQuantiles(slices: readonly SparseHistogram[]): LabelQuantities['quantiles'] {
  const all = mergeHistograms(slices)
  const names = Object.keys(QUANTILES) as readonly QuantileName[]
  const enough = names.filter((name) => all.count * (1 - QUANTILES[name]) + ROUNDING >= NEEDED)
  return Object.fromEntries(enough.map((name) => [name, withVariance(slices, all, name)]))
}

/** The same quantiles in each part of the run. */
export function logQuantilesInParts(
  slices: readonly SparseHistogram[],
  quantiles: LabelQuantities['quantiles'],
): InParts {
  const parts = batches(slices, PARTS)
  const names = Object.keys(quantiles) as readonly QuantileName[]
  return Object.fromEntries(names.map((name) => [name, parts.map((part) => lnOf(part, name))]))
}

function withVariance(slices: readonly SparseHistogram[], all: SparseHistogram, name: QuantileName): LogQuantile {
  const variance = batchMeans(batches(slices, BATCHES[name]).map((part) => lnOf(part, name)))
  return { ln: lnOf(all, name), ...(variance !== undefined && { variance }) }
}

function lnOf(part: SparseHistogram, name: QuantileName): number {
  return Math.log(Math.max(LEAST_MS, smoothQuantileOf(part, QUANTILES[name], COARSE) ?? 0))
}

/** Slices in at most `most` contiguous batches of about as many samples each. */
function batches(slices: readonly SparseHistogram[], most: number): readonly SparseHistogram[] {
  const total = slices.reduce((sum, { count }) => sum + count, 0)
  let before = 0
  const groups = Map.groupBy(slices, ({ count }) => {
    // by the middle of the slice, so that each falls into the batch that it mostly belongs to
    const group = Math.min(most - 1, Math.floor(((before + count / 2) / total) * most))
    before += count
    return group
  })
  return [...groups.values()].map(mergeHistograms).filter(({ size }) => size > 0)
}

/**
 * The variance of a figure of a run, from that of its batches: s² / b; undefined of fewer than three. Source: A. M. Law,
 * Simulation Modeling and Analysis, chapter 9 (batch means).
 */
export function batchMeans(values: readonly number[]): number | undefined {
  if (values.length < 3) return undefined
  const middle = mean(values)
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) / values.length
}
