import { PerfError } from '../error.ts'
import { quantilesOf } from '../stats/histogram.ts'
import { mergeHistograms } from '../stats/merge-histograms.ts'
import { commonWidth } from '../stats/slices.ts'
import { NO_COUNTS } from '../stats/sparse-histogram.ts'
import type { BlockSummary, LabelBlock, LabelSummary, Rows, Summary, SummaryWarning } from '../summary.ts'
import { BARE } from './bare.ts'
import { mergeFailures } from './failures.ts'
import { packSlices } from './packed-slices.ts'

const TOP_FAILURES = 20

/** The summary of these blocks: each label over all of them, and all labels together. */
export function summaryOf(blocks: readonly BlockSummary[], rows: Rows, warnings: readonly SummaryWarning[]): Summary {
  const labels = mergeByLabel(blocks.flatMap((block) => block.labels))
  return {
    schema: 'perf-action/summary/v1',
    total: describe('*', totalOf(labels)),
    labels: labels.map((label) => describe(label.label, label)),
    transactions: mergeByLabel(blocks.flatMap((block) => block.transactions)).map((part) => describe(part.label, part)),
    blocks,
    rows,
    warnings,
  }
}

/**
 * The summary of all that the parts have seen, as if one had seen it: blocks by their id, labels by their name, slices
 * at one width a block. PerfError STORE when a sum leaves the exact numbers, which no real run does.
 */
export function mergeSummaries(parts: readonly Summary[]): Summary {
  const blocks = Map.groupBy(
    parts.flatMap((part) => part.blocks),
    ({ block }) => block,
  )
  const rows = parts.reduce(
    (sum, part) => ({ read: sum.read + part.rows.read, skipped: sum.skipped + part.rows.skipped }),
    { read: 0, skipped: 0 },
  )
  return summaryOf(
    [...blocks].map(([block, same]) => mergeBlocks(block, same)),
    rows,
    parts.flatMap((part) => part.warnings),
  )
}

/** All labels together, but for what a summary does not say of them. */
function totalOf(labels: readonly LabelBlock[]): LabelBlock | undefined {
  const bare = labels.map((label) => ({ ...label, ...BARE, all: NO_COUNTS, failures: [] }))
  const total = bare.reduce<LabelBlock | undefined>(mergeLabelBlocks, undefined)
  const all = mergeHistograms(labels.map((label) => label.all))
  return total && { ...total, all, failures: mergeFailures(labels.map(({ failures }) => failures)) }
}

function mergeBlocks(block: string, parts: readonly BlockSummary[]): BlockSummary {
  const labels = mergeByLabel(parts.flatMap((part) => part.labels))
  const transactions = mergeByLabel(parts.flatMap((part) => part.transactions))
  return alignSlices({ block, labels, transactions })
}

/** The block with all of its slices at one width, the narrowest that fits them all. */
export function alignSlices({ block, labels, transactions }: BlockSummary): BlockSummary {
  const widthMs = commonWidth([...labels, ...transactions].map(({ slices }) => slices))
  const fit = (part: LabelBlock) =>
    part.slices.widthMs === widthMs ? part : { ...part, slices: packSlices([part.slices], widthMs) }
  return { block, labels: labels.map(fit), transactions: transactions.map(fit) }
}

function mergeByLabel(parts: readonly LabelBlock[]): readonly LabelBlock[] {
  const labels = Map.groupBy(parts, ({ label }) => label)
  return [...labels.values()].map(([first, ...rest]) => rest.reduce(mergeLabelBlocks, first!))
}

/** What a label did in two parts of a block, as if it were one. */
export function mergeLabelBlocks(a: LabelBlock | undefined, b: LabelBlock): LabelBlock {
  if (a === undefined) return b
  return {
    label: a.label,
    count: exactSum(a.count, b.count),
    errors: exactSum(a.errors, b.errors),
    sum: exactSum(a.sum, b.sum),
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    bytes: exactSum(a.bytes, b.bytes),
    sent: exactSum(a.sent ?? 0, b.sent ?? 0),
    failures: mergeFailures([a.failures, b.failures]),
    all: mergeHistograms([a.all, b.all]),
    successes: mergeHistograms([a.successes, b.successes]),
    lag: mergeHistograms([a.lag, b.lag]),
    latency: mergeHistograms([a.latency, b.latency]),
    connect: mergeHistograms([a.connect, b.connect]),
    ...((a.resolution ?? b.resolution) === undefined
      ? {}
      : { resolution: Math.max(a.resolution ?? 0, b.resolution ?? 0) }),
    slices: packSlices([a.slices, b.slices]),
  }
}

function exactSum(a: number, b: number): number {
  if (Number.isSafeInteger(a + b)) return a + b
  throw new PerfError('STORE', 'the summaries of the pods add up to more than can be counted (2^53)', {
    hint: 'a summary in the bucket is damaged or was not written by perf-action',
  })
}

/** A quantile is a bucket's middle, which may lie beyond the largest value in it. */
function describe(label: string, part: LabelBlock | undefined): LabelSummary {
  const within = (value: number) => Math.min(part?.max ?? 0, Math.max(part?.min ?? 0, value))
  const quantiles = quantilesOf(part?.all ?? NO_COUNTS, [0.5, 0.9, 0.95, 0.99])
  const [p50 = 0, p90 = 0, p95 = 0, p99 = 0] = quantiles.map(within)
  return {
    label,
    count: part?.count ?? 0,
    errors: part?.errors ?? 0,
    sum: part?.sum ?? 0,
    min: part?.min ?? 0,
    max: part?.max ?? 0,
    mean: part ? part.sum / part.count : 0,
    p50,
    p90,
    p95,
    p99,
    first: part?.first ?? 0,
    last: part?.last ?? 0,
    failures: (part?.failures ?? []).slice(0, TOP_FAILURES),
  }
}
