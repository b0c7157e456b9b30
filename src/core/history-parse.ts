import type { HistoryRecord } from './history.ts'
import type { Load } from './load.ts'
import { type LabelQuantities, type LogQuantile, QUANTILES, type RunQuantities } from './verdict/quantities.ts'
import type { Capacity } from './verdict/stress/capacity.ts'

/** More than any run has of them; whatever holds more was not written by us. */
const MOST = { labels: 20_000, metrics: 1000, accepted: 2000, load: 50, text: 1000 }
const END_OF_TIME = 9_999_999_999_999

interface Expected {
  readonly test: string
  readonly branch: string
}

/**
 * A record as read from the bucket; undefined where it is none of ours, of a version that we do not know, or of another
 * test or branch. Nothing in it is believed.
 */
export function parseHistoryRecord(text: string, { test, branch }: Expected): HistoryRecord | undefined {
  try {
    return recordOf(JSON.parse(text), { test, branch })
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown === REFUSED) return undefined
    throw thrown
  }
}

const REFUSED = new Error('not a history record')

function recordOf(value: unknown, { test, branch }: Expected): HistoryRecord {
  const record = fields(value)
  need(record['schema'] === 'perf-action/history/v1' && record['test'] === test && record['branch'] === branch)
  need(typeof record['restart'] === 'boolean')
  const { accepted, load, queries } = record
  return {
    schema: 'perf-action/history/v1',
    test,
    run: matching(record['run'], /^r\d{14}-[a-z2-7]{6}$/),
    at: number(record['at'], [0, END_OF_TIME]),
    branch,
    revision: matching(record['revision'], /^[\w.-]{0,64}$/),
    fingerprint: matching(record['fingerprint'], /^[0-9a-f]{64}$/),
    ...(load === undefined ? {} : { load: loadOf(fields(load)) }),
    restart: record['restart'] === true,
    ...(accepted === undefined ? {} : { accepted: list(accepted, MOST.accepted).map((one) => matching(one, /^.+$/)) }),
    quantities: quantitiesOf(fields(record['quantities'])),
    ...(queries === undefined ? {} : { queries: queriesOf(fields(queries)) }),
  }
}

function queriesOf(queries: Fields): Readonly<Record<string, string>> {
  const all = Object.entries(queries)
  need(all.length <= MOST.metrics)
  return Object.fromEntries(all.map(([id, digest]) => [id, matching(digest, /^[0-9a-f]{16}$/)]))
}

function loadOf(load: Fields): Load {
  const parts = Object.entries(load)
  need(parts.length <= MOST.load)
  return Object.fromEntries(parts.map(([name, text]) => [matching(name, /^[a-z]{1,20}$/), matching(text, /^/)]))
}

function quantitiesOf({ labels, throughput, metrics, shared, capacity }: Fields): RunQuantities {
  const series = Object.entries(fields(metrics))
  need(series.length <= MOST.metrics)
  const all = list(labels, MOST.labels).map((label) => labelOf(fields(label)))
  need(new Set(all.map(({ label }) => label)).size === all.length)
  return {
    labels: all,
    throughput: number(throughput, [0, 1e9]),
    metrics: Object.fromEntries(series.map(([id, mean]) => [id, number(mean, [-Number.MAX_VALUE, Number.MAX_VALUE])])),
    ...(shared === undefined ? {} : { shared: sharedOf(fields(shared)) }),
    ...(capacity === undefined ? {} : { capacity: capacityOf(fields(capacity)) }),
  }
}

function sharedOf(shared: Fields): NonNullable<RunQuantities['shared']> {
  const known = Object.keys(QUANTILES).filter((name) => shared[name] !== undefined)
  return Object.fromEntries(known.map((name) => [name, number(shared[name], VARIANCE)]))
}

function capacityOf({ state, load, cause, limit }: Fields): Capacity {
  const bears = { load: number(load, [1e-9, 1e9]) }
  if (state === 'beyond') return { state, ...bears }
  need(state === 'found')
  if (cause === 'latency') return { state, ...bears, cause, limit: matching(limit, /^/) }
  need(cause === 'shed' || cause === 'saturated')
  return { state, ...bears, cause }
}

function labelOf({ label, count, errors, quantiles }: Fields): LabelQuantities {
  const samples = number(count, [0, Number.MAX_SAFE_INTEGER])
  const measured = fields(quantiles)
  const known = Object.keys(QUANTILES).filter((name) => measured[name] !== undefined)
  return {
    label: matching(label, /^/),
    count: samples,
    errors: number(errors, [0, samples]),
    quantiles: Object.fromEntries(known.map((name) => [name, quantileOf(fields(measured[name]))])),
  }
}

const VARIANCE = [0, 1e4] as const

/** `ln` of anything from a nanosecond to thirty years, in ms. */
function quantileOf({ ln, variance }: Fields): LogQuantile {
  return {
    ln: number(ln, [-14, 28]),
    ...(variance === undefined ? {} : { variance: number(variance, VARIANCE) }),
  }
}

type Fields = Readonly<Record<string, unknown>>

function need(held: boolean): asserts held {
  if (!held) throw REFUSED
}

function fields(value: unknown): Fields {
  need(typeof value === 'object' && value !== null && !Array.isArray(value))
  return value as Fields
}

function list(value: unknown, most: number): readonly unknown[] {
  need(Array.isArray(value) && value.length <= most)
  return value
}

function matching(value: unknown, pattern: RegExp): string {
  need(typeof value === 'string' && value.length <= MOST.text && pattern.test(value))
  return value
}

function number(value: unknown, [least, most]: readonly [number, number]): number {
  need(typeof value === 'number' && value >= least && value <= most)
  return value
}
