import { type Bits, COARSE, FINE, MAX_VALUE } from '../stats/buckets.ts'
import { Histogram } from '../stats/histogram.ts'
import { FIRST_WIDTH_MS } from '../stats/slices.ts'
import { NO_COUNTS, type SparseHistogram } from '../stats/sparse-histogram.ts'
import type { LabelBlock, Slices, Summary } from '../summary.ts'
import { cut, type Failures, mergeFailures } from './failures.ts'
import { summaryOf } from './merge.ts'
import { type Fields, fields, list, refuse, text, whole } from './shape.ts'

const MS = 1000
const NS_A_MS = 1e6
const MOST_BUCKETS = 100_000
/** HTTP's 2xx and 3xx; the health of gRPC by name, and by number as Fortio 0.9 has it; other protocols' OK. */
const SUCCESS = /^([23]\d\d|SERVING|OK|1)$/

/** Whether a JSON document is a result of Fortio. */
export function isFortio(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'DurationHistogram' in value && 'RetCodes' in value
}

/**
 * Fortio's result as the summary of a block. Its samples are known by their buckets alone: they are spread evenly over
 * each, as Fortio does for its own percentiles, so a quantile is off by a bucket's width at most; `resolution` says the
 * widest. PerfError STORE where the document is not sound.
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
  const first = Date.parse(text(result['StartTime'], 'StartTime'))
  const last = first + Math.round(decimal(result['ActualDuration'], 'ActualDuration') / NS_A_MS)
  if (!(first >= 0)) refuse('StartTime is no time')
  const resolution = buckets.reduce((widest, { start, end }) => Math.max(widest, end - start), 0)
  const label: LabelBlock = {
    label: nameOf(result),
    count,
    errors,
    sum: Math.round(decimal(fields(result['DurationHistogram'], 'DurationHistogram')['Sum'] ?? 0, 'Sum') * MS),
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

interface Bucket {
  /** In ms. */
  readonly start: number
  readonly end: number
  readonly count: number
}

function bucketsOf(value: unknown): readonly Bucket[] {
  return list(fields(value, 'a histogram')['Data'] ?? [], 'a histogram', MOST_BUCKETS).map((entry) => {
    const { Start, End, Count } = fields(entry, 'a bucket')
    const [start, end] = [decimal(Start, 'Start') * MS, decimal(End, 'End') * MS]
    if (end < start || end > MAX_VALUE) refuse('a bucket does not end after it starts')
    return { start, end, count: whole(Count, 'Count') }
  })
}

/** Whole ms with how many samples took so long, ascending. */
type Spread = readonly (readonly [ms: number, count: number])[]

function spread(buckets: readonly Bucket[]): Spread {
  const counts = new Map<number, number>()
  for (const { start, end, count } of buckets) {
    const places = Math.min(count, Math.round(end) - Math.round(start) + 1)
    for (let i = 0; i < places; i++) {
      const ms = Math.round(places === 1 ? (start + end) / 2 : start + ((end - start) * i) / (places - 1))
      const share = Math.floor((count * (i + 1)) / places) - Math.floor((count * i) / places)
      counts.set(ms, (counts.get(ms) ?? 0) + share)
    }
  }
  return [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b)
}

const countOf = (values: Spread) => values.reduce((sum, [, count]) => sum + count, 0)

/** Without those that failed; undefined where these are not among them, or too few are left. */
function without(all: Spread, failed: Spread, left: number): Spread | undefined {
  const gone = new Map(failed)
  const rest = all.map(([ms, count]) => [ms, count - (gone.get(ms) ?? 0)] as const)
  return rest.some(([, count]) => count < 0) || countOf(rest) !== left ? undefined : rest
}

/** As many as `left`, everywhere the same share. */
function thinned(all: Spread, left: number): Spread {
  const total = countOf(all)
  let below = 0
  return all.map(([ms, count]) => {
    const before = Math.floor((below * left) / total)
    below += count
    return [ms, Math.floor((below * left) / total) - before]
  })
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
  if (failures.reduce((sum, failure) => sum + failure.count, 0) > count)
    refuse('more of its calls failed than there are')
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

function decimal(value: unknown, name: string): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : refuse(`${name} is no number`)
}
