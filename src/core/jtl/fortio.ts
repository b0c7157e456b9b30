import { type Bits, COARSE, FINE } from '../stats/buckets.ts'
import { Histogram } from '../stats/histogram.ts'
import { FIRST_WIDTH_MS } from '../stats/slices.ts'
import { NO_COUNTS, type SparseHistogram } from '../stats/sparse-histogram.ts'
import type { LabelBlock, Slices, Summary } from '../summary.ts'
import { cut, type Failures, mergeFailures } from './failures.ts'
import { bucketsOf, contradicts, countOf, decimal, type Spread, spread, thinned, without } from './fortio-buckets.ts'
import { summaryOf } from './merge.ts'
import { type Fields, fields, refuse, text, whole } from './shape.ts'

const MS = 1000
const NS_A_MS = 1e6
const END_OF_TIME = 2e13
/** HTTP's 2xx and 3xx; the health of gRPC by name, and by number as Fortio 0.9 has it; other protocols' OK. */
const SUCCESS = /^([23]\d\d|SERVING|OK|1)$/

/** Whether a JSON document is a result of Fortio. */
export function isFortio(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'DurationHistogram' in value && 'RetCodes' in value
}

/**
 * Fortio's result as the summary of a block. Its samples are known by their buckets alone: they are spread evenly over
 * each, as Fortio does for its own percentiles, so a quantile is off by a bucket's width at most; `resolution` says the
 * widest. PerfError STORE where the document is not sound, INPUT where it contradicts itself.
 */
export function summarizeFortio(value: unknown, block: string): Summary {
  const result = fields(value, 'it')
  const buckets = bucketsOf(result['DurationHistogram'])
  const all = spread(buckets)
  const count = countOf(all)
  const failures = failuresOf(fields(result['RetCodes'] ?? {}, 'RetCodes'), count)
  const errors = failures.reduce((sum, failure) => sum + failure.count, 0)
  const failed = spread(bucketsOf(result['ErrorsDurationHistogram'] ?? {}))
  const [successes, known] = [without(all, failed, count - errors) ?? thinned(all, count - errors), errors === 0]
  const { first, last } = timeOf(result)
  const resolution = buckets.reduce((widest, { start, end }) => Math.max(widest, end - start), 0)
  const label: LabelBlock = {
    label: nameOf(result),
    count,
    errors,
    sum: sumOf(fields(result['DurationHistogram'], 'DurationHistogram')),
    min: all[0]?.[0] ?? 0,
    max: all.at(-1)?.[0] ?? 0,
    first,
    last,
    bytes: 0,
    failures,
    all: histogram(all, FINE),
    successes: histogram(successes, FINE),
    lag: NO_COUNTS,
    slices: sliceOf({ first, last, count, errors, successes }),
    resolution,
  }
  const within = `Fortio tells buckets, not samples: quantiles are within ${Number(resolution.toFixed(3))} ms`
  const warnings = [
    { code: 'resolution', message: within },
    ...(known || failed.length > 0
      ? []
      : [{ code: 'successes', message: 'Fortio does not tell how long failures took' }]),
  ]
  return summaryOf(
    [{ block, labels: count === 0 ? [] : [label], transactions: [] }],
    { read: count, skipped: 0 },
    warnings,
  )
}

function timeOf(result: Fields): { readonly first: number; readonly last: number } {
  const first = Date.parse(text(result['StartTime'], 'StartTime'))
  if (!(first >= 0)) refuse('StartTime is no time')
  const last = first + Math.round(decimal(result['ActualDuration'], 'ActualDuration') / NS_A_MS)
  return { first, last: whole(last, 'when it ended', [first, END_OF_TIME]) }
}

/** In ms. */
function sumOf(histogram: Fields): number {
  return whole(Math.round(decimal(histogram['Sum'] ?? 0, 'Sum') * MS), 'Sum in ms')
}

function histogram(values: Spread, bits: Bits): SparseHistogram {
  const counts = new Histogram(bits)
  for (const [ms, count] of values) if (count > 0) counts.record(ms, count)
  return counts.sparse()
}

function failuresOf(codes: Fields, count: number): Failures {
  const failures = Object.entries(codes)
    .filter(([code]) => !SUCCESS.test(code))
    .map(([code, times]) => ({ code: cut(code), message: '', count: whole(times, 'a count of RetCodes') }))
    .filter(({ count }) => count > 0)
  if (failures.reduce((sum, failure) => sum + failure.count, 0) > count)
    contradicts('more of its calls failed than there are')
  return mergeFailures(failures.map((failure) => [failure]))
}

interface Time {
  readonly first: number
  readonly last: number
  readonly count: number
  readonly errors: number
  readonly successes: Spread
}

/** One slice for all, since Fortio does not say when what happened. */
function sliceOf({ first, last, count, errors, successes }: Time): Slices {
  let widthMs = FIRST_WIDTH_MS
  while (widthMs < last - first) widthMs *= 2
  const at = Math.floor(last / widthMs) * widthMs
  return { widthMs, slices: [{ at, count, errors, successes: histogram(successes, COARSE) }] }
}

/** The labels that the run was given, else what it called. */
function nameOf(result: Fields): string {
  const said = [result['Labels'], result['URL'], result['Destination'], result['RunType']]
  const name = said.find((value) => typeof value === 'string' && value.trim() !== '')
  return cut(typeof name === 'string' ? name.trim() : 'fortio', 500)
}
