import { PerfError } from '../error.ts'
import { bucketOf, FINE, MAX_VALUE } from '../stats/buckets.ts'
import { fields, list, refuse, whole } from './shape.ts'

const MS = 1000
/** Fortio has some seventy. */
const MOST_BUCKETS = 1000
/** Fortio takes what is this much above a bucket's end for its end: its first bucket, from the least on, may begin after it. */
const SLACK_MS = 1

/** How many samples took from `start` to `end` ms. */
export interface Bucket {
  readonly start: number
  readonly end: number
  readonly count: number
}

/** Whole ms with how many samples took so long, ascending. */
export type Spread = readonly (readonly [ms: number, count: number])[]

/** The buckets of a histogram of Fortio's, ascending. PerfError STORE where they are not, INPUT where they are not as many samples as it says. */
export function bucketsOf(value: unknown): readonly Bucket[] {
  const histogram = fields(value, 'a histogram')
  let last = 0
  let sum = 0
  const buckets = list(histogram['Data'] ?? [], 'a histogram', MOST_BUCKETS).map((entry) => {
    const { Start, End, Count } = fields(entry, 'a bucket')
    const [start, end] = [decimal(Start, 'Start') * MS, decimal(End, 'End') * MS]
    if (end < start - SLACK_MS || end > MAX_VALUE) refuse('a bucket does not end after it starts')
    if (start < last - SLACK_MS) refuse('a bucket starts before the one before it ends')
    last = end
    const count = whole(Count, 'Count')
    sum = whole(sum + count, 'the count of all buckets')
    return { start: Math.min(start, end), end, count }
  })
  const said = histogram['Count'] === undefined ? sum : whole(histogram['Count'], 'Count')
  if (said !== sum) contradicts(`a histogram counts ${said} calls, and its buckets ${sum}`)
  return buckets
}

/**
 * The samples of buckets, spread evenly over each: over its whole ms, but over no more of them than it has buckets of a
 * histogram, which tells no more apart.
 */
export function spread(buckets: readonly Bucket[]): Spread {
  const counts = new Map<number, number>()
  for (const { start, end, count } of buckets) {
    const places = Math.min(count, bucketOf(Math.round(end), FINE) - bucketOf(Math.round(start), FINE) + 1)
    const rest = count % places
    for (let i = 0; i < places; i++) {
      const ms = Math.round(places === 1 ? (start + end) / 2 : start + ((end - start) * i) / (places - 1))
      const more = Math.floor((rest * (i + 1)) / places) - Math.floor((rest * i) / places)
      counts.set(ms, (counts.get(ms) ?? 0) + (count - rest) / places + more)
    }
  }
  return [...counts].sort(([a], [b]) => a - b)
}

/** How many samples these are. */
export function countOf(values: Spread): number {
  return values.reduce((sum, [, count]) => sum + count, 0)
}

/** Without those that failed; undefined where these are not among them, or too few are left. */
export function without(all: Spread, failed: Spread, left: number): Spread | undefined {
  const gone = new Map(failed)
  const rest = all.map(([ms, count]) => [ms, count - (gone.get(ms) ?? 0)] as const)
  return rest.some(([, count]) => count < 0) || countOf(rest) !== left ? undefined : rest
}

/** As many as `left`, everywhere the same share. */
export function thinned(all: Spread, left: number): Spread {
  const total = BigInt(countOf(all))
  let [below, taken] = [0, 0]
  return all.map(([ms, count]) => {
    below += count
    const before = taken
    taken = Number((BigInt(below) * BigInt(left)) / total) // exact: the product may be beyond 2^53
    return [ms, taken - before]
  })
}

/** Refuses a result that Fortio cannot have written so: PerfError INPUT. */
export function contradicts(how: string): never {
  throw new PerfError('INPUT', `it is a result of Fortio that contradicts itself: ${how}`, {
    hint: 'it was changed since: give what Fortio itself wrote, with `fortio load -json FILE`',
  })
}

/** A number from 0 on. */
export function decimal(value: unknown, name: string): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : refuse(`${name} is no number`)
}
