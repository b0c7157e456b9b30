import { type Bits, bucketCount, bucketOf, COARSE, FINE, MAX_VALUE } from '../stats/buckets.ts'
import { FIRST_WIDTH_MS, MAX_SLICES } from '../stats/slices.ts'
import { SparseHistogram } from '../stats/sparse-histogram.ts'
import type { BlockSummary, LabelBlock, Slice, Slices, Summary, SummaryWarning } from '../summary.ts'
import type { Failures } from './failures.ts'
import { summaryOf } from './merge.ts'
import { fields, list, refuse, text, whole } from './shape.ts'

const MAX_ENTRIES = 10_000
const END_OF_TIME = 2e13

/**
 * A summary as read from the bucket. Pods that run a pull request's plan write there, so nothing in it is believed:
 * blocks are checked to the last count (PerfError STORE), and totals and quantiles are computed from them anew.
 */
export function parseSummary(value: unknown): Summary {
  const document = fields(value, 'it')
  if (document['schema'] !== 'perf-action/summary/v1') refuse('its schema is not perf-action/summary/v1')
  const rows = fields(document['rows'], 'rows')
  const blocks = list(document['blocks'], 'blocks', MAX_ENTRIES).map(parseBlock)
  allDiffer(
    blocks.map(({ block }) => block),
    'two blocks',
  )
  return summaryOf(
    blocks,
    { read: whole(rows['read'], 'rows.read'), skipped: whole(rows['skipped'], 'rows.skipped') },
    list(document['warnings'], 'warnings', MAX_ENTRIES).map(parseWarning),
  )
}

function parseBlock(value: unknown): BlockSummary {
  const block = fields(value, 'a block')
  const labels = (name: 'labels' | 'transactions') => {
    const parsed = list(block[name], name, MAX_ENTRIES).map(parseLabel)
    allDiffer(
      parsed.map(({ label }) => label),
      `two ${name}`,
    )
    return parsed
  }
  return { block: text(block['block'], 'a block'), labels: labels('labels'), transactions: labels('transactions') }
}

function parseLabel(value: unknown): LabelBlock {
  const part = fields(value, 'a label')
  const name = text(part['label'], 'a label')
  const number = (field: string, range?: [number, number]) =>
    whole(part[field], `${field} of ${JSON.stringify(name)}`, range)
  const count = number('count', [1, Number.MAX_SAFE_INTEGER])
  const errors = number('errors', [0, count])
  const min = number('min', [0, MAX_VALUE])
  const max = number('max', [min, MAX_VALUE])
  const first = number('first', [0, END_OF_TIME])
  const all = parseHistogram(part['all'], FINE, [count, count])
  if (all.flat[0] !== bucketOf(min, FINE) || all.flat.at(-2) !== bucketOf(max, FINE))
    refuse('min, max and histogram differ')
  return {
    label: name,
    count,
    errors,
    sum: number('sum'),
    min,
    max,
    first,
    last: number('last', [first, END_OF_TIME]),
    bytes: number('bytes'),
    sent: part['sent'] === undefined ? 0 : number('sent'),
    failures: parseFailures(part['failures'], errors),
    all,
    successes: parseHistogram(part['successes'], FINE, [count - errors, count - errors]),
    lag: parseHistogram(part['lag'], FINE, [0, count]),
    latency: parseHistogram(part['latency'] ?? [], COARSE, [0, count]),
    connect: parseHistogram(part['connect'] ?? [], COARSE, [0, count]),
    ...(typeof part['resolution'] === 'number' && part['resolution'] >= 0 ? { resolution: part['resolution'] } : {}),
    slices: parseSlices(part['slices'], { count, errors }),
  }
}

/** Buckets ascend, counts are positive and come to a number from `least` to `most`. */
function parseHistogram(value: unknown, bits: Bits, [least, most]: [number, number]): SparseHistogram {
  const buckets = bucketCount(bits)
  let next = 0
  const pairs = list(value, 'a histogram', buckets).map((entry) => {
    const [bucket, count] = list(entry, 'an entry of a histogram', 2)
    next = whole(bucket, 'a bucket', [next, buckets - 1]) + 1
    return [next - 1, whole(count, 'the count of a bucket', [1, most])] as const
  })
  const histogram = SparseHistogram.of(pairs)
  whole(histogram.count, 'what a histogram counts', [least, most])
  return histogram
}

function parseSlices(value: unknown, expected: { readonly count: number; readonly errors: number }): Slices {
  const document = fields(value, 'slices')
  const widthMs = whole(document['widthMs'], 'widthMs', [FIRST_WIDTH_MS, 2 * END_OF_TIME])
  if (!Number.isInteger(Math.log2(widthMs / FIRST_WIDTH_MS))) refuse('widthMs is no doubling of a second')
  let next = 0
  const slices = list(document['slices'], 'slices', MAX_SLICES).map((entry): Slice => {
    const slice = fields(entry, 'a slice')
    const at = whole(slice['at'], 'at', [next, END_OF_TIME])
    if (at % widthMs !== 0) refuse('a slice does not begin at a multiple of widthMs')
    next = at + widthMs
    const count = whole(slice['count'], 'count of a slice', [1, expected.count])
    const errors = whole(slice['errors'], 'errors of a slice', [0, count])
    const threads = whole(slice['threads'] ?? 0, 'threads of a slice', [0, MAX_VALUE])
    const successes = parseHistogram(slice['successes'], COARSE, [count - errors, count - errors])
    return { at, count, errors, threads, successes }
  })
  const sum = (of: 'count' | 'errors') => slices.reduce((total, slice) => total + slice[of], 0)
  if (sum('count') !== expected.count || sum('errors') !== expected.errors) refuse('its slices miss samples')
  if (next - widthMs - (slices[0]?.at ?? 0) >= MAX_SLICES * widthMs) refuse(`its slices span more than ${MAX_SLICES}`)
  return { widthMs, slices }
}

function parseFailures(value: unknown, errors: number): Failures {
  const failures = list(value, 'failures', MAX_ENTRIES).map((entry) => {
    const failure = fields(entry, 'a failure')
    return {
      code: text(failure['code'], 'code of a failure'),
      message: text(failure['message'], 'message of a failure'),
      count: whole(failure['count'], 'count of a failure', [1, errors]),
    }
  })
  if (failures.reduce((sum, { count }) => sum + count, 0) !== errors)
    refuse('its failures are not as many as its errors')
  return failures
}

function parseWarning(value: unknown): SummaryWarning {
  const warning = fields(value, 'a warning')
  const place = (name: 'line' | 'offset') => (warning[name] === undefined ? {} : { [name]: whole(warning[name], name) })
  return {
    code: text(warning['code'], 'code of a warning'),
    message: text(warning['message'], 'message of a warning'),
    ...place('line'),
    ...place('offset'),
  }
}

function allDiffer(names: readonly string[], what: string): void {
  if (new Set(names).size < names.length) refuse(`${what} bear one name`)
}
