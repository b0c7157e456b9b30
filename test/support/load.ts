import { bucketOf, COARSE, FINE } from '../../src/core/stats/buckets.ts'
import { Histogram } from '../../src/core/stats/histogram.ts'
import { quantileOfSorted } from '../../src/core/stats/quantile.ts'
import { SparseHistogram } from '../../src/core/stats/sparse-histogram.ts'
import type { LabelBlock, LabelSummary, Slices, Summary } from '../../src/core/summary.ts'

/** One made-up sample; `at` is its start in ms since 1970. */
export interface Sample {
  readonly label: string
  readonly at: number
  readonly elapsed: number
  /** Code and message where it failed. */
  readonly failed?: readonly [code: string, message: string]
  readonly lag?: number
}

/** A number in [0, 1) that depends on `n` alone and looks random (a step of SplitMix32). */
export function noise(n: number): number {
  let x = (n + 0x9e3779b9) | 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32
}

/** What a pod would have written about these samples. */
export function summaryOf(samples: readonly Sample[], skipped = 0): Summary {
  const widthMs = sliceWidth(samples)
  const names = [...new Set(samples.map(({ label }) => label))]
  const byLabel = Map.groupBy(samples, ({ label }) => label)
  return {
    schema: 'perf-action/summary/v1',
    total: labelSummary('*', samples),
    labels: names.map((name) => labelSummary(name, byLabel.get(name) ?? [])),
    transactions: [],
    blocks: [
      {
        block: 'main',
        labels: names.map((name) => labelBlock(name, byLabel.get(name) ?? [], widthMs)),
        transactions: [],
      },
    ],
    rows: { read: samples.length, skipped },
    warnings: [],
  }
}

function labelSummary(label: string, samples: readonly Sample[]): LabelSummary {
  const sorted = samples.map(({ elapsed }) => elapsed).sort((a, b) => a - b)
  const q = (share: number) => quantileOfSorted(sorted, share) ?? 0
  const sum = sorted.reduce((total, elapsed) => total + elapsed, 0)
  const failed = Map.groupBy(
    samples.flatMap((sample) => sample.failed ?? []).length === 0 ? [] : samples.filter((sample) => sample.failed),
    ({ failed: pair }) => pair?.join('\n') ?? '',
  )
  return {
    label,
    count: samples.length,
    errors: samples.filter((sample) => sample.failed).length,
    sum,
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    mean: samples.length === 0 ? 0 : sum / samples.length,
    ...{ p50: q(0.5), p90: q(0.9), p95: q(0.95), p99: q(0.99) },
    first: samples.reduce((least, { at }) => Math.min(least, at), samples[0]?.at ?? 0),
    last: samples.reduce((most, { at, elapsed }) => Math.max(most, at + elapsed), 0),
    failures: [...failed]
      .map(([pair, of]) => ({ code: pair.split('\n')[0] ?? '', message: pair.split('\n')[1] ?? '', count: of.length }))
      .sort((a, b) => b.count - a.count)
      .slice(0, 20),
  }
}

function labelBlock(label: string, samples: readonly Sample[], widthMs: number): LabelBlock {
  const { count, errors, sum, min, max, first, last, failures } = labelSummary(label, samples)
  const [all, successes, lag] = [new Histogram(FINE), new Histogram(FINE), new Histogram(FINE)]
  for (const sample of samples) {
    all.record(sample.elapsed)
    if (!sample.failed) successes.record(sample.elapsed)
    if (sample.lag !== undefined) lag.record(sample.lag)
  }
  return {
    ...{ label, count, errors, sum, min, max, first, last, failures, bytes: count * 1000 },
    ...{ all: all.sparse(), successes: successes.sparse(), lag: lag.sparse(), slices: slicesOf(samples, widthMs) },
  }
}

function slicesOf(samples: readonly Sample[], widthMs: number): Slices {
  const groups = Map.groupBy(samples, ({ at, elapsed }) => Math.floor((at + elapsed) / widthMs) * widthMs)
  const slices = [...groups]
    .sort(([a], [b]) => a - b)
    .map(([at, group]) => {
      const good = group.filter((sample) => !sample.failed)
      const counts = Map.groupBy(good, ({ elapsed }) => bucketOf(elapsed, COARSE))
      const pairs = [...counts].sort(([a], [b]) => a - b).map(([bucket, of]) => [bucket, of.length] as const)
      return { at, count: group.length, errors: group.length - good.length, successes: SparseHistogram.of(pairs) }
    })
  return { widthMs, slices }
}

function sliceWidth(samples: readonly Sample[]): number {
  const ends = samples.map(({ at, elapsed }) => at + elapsed)
  const span =
    ends.reduce((most, end) => Math.max(most, end), 0) - ends.reduce((least, end) => Math.min(least, end), Infinity)
  let width = 1000
  while (span / width >= 119) width *= 2
  return width
}
