import { COARSE } from '../stats/buckets.ts'
import { Histogram } from '../stats/histogram.ts'
import { commonWidth } from '../stats/slices.ts'
import type { Slice, Slices } from '../summary.ts'
import {
  type EachBucket,
  eachOf,
  readHistogram,
  readList,
  visitHistogram,
  writeHistogram,
  writeList,
} from './binary-histogram.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/** The packed histograms of slices, so that no one unpacks them to pack them again. */
const packed = new WeakMap<Slice, Uint8Array>()

type Head = Omit<Slice, 'successes'>

/**
 * A slice whose histogram is kept in two bytes a bucket, where arrays need seventy: those of a long run are a hundred
 * megabytes as arrays. It is unpacked each time that it is read.
 */
export function packSlice(head: Head, successes: EachBucket): Slice {
  const to = new VarintWriter()
  writeHistogram(to, successes)
  return packedSlice(head, to.bytes())
}

/** The slices of all lists together, packed, at the narrowest width that fits them, or at this one. */
export function packSlices(lists: readonly Slices[], widthMs = commonWidth(lists)): Slices {
  const groups = Map.groupBy(
    lists.flatMap(({ slices }) => slices),
    ({ at }) => Math.floor(at / widthMs) * widthMs,
  )
  const sorted = [...groups].sort(([a], [b]) => a - b)
  return { widthMs, slices: sorted.map(([at, group]) => together(at, group)) }
}

/** Writes slices; none of them lacks `threads`. */
export function writeSlices(to: VarintWriter, { widthMs, slices }: Slices): void {
  to.number(widthMs)
  writeList(to, slices, (_, slice) => {
    for (const number of [slice.at, slice.count, slice.errors, slice.threads ?? 0]) to.number(number)
    const known = packed.get(slice)
    if (known === undefined) writeHistogram(to, eachOf(slice.successes))
    else to.raw(known)
  })
}

/** What writeSlices wrote, packed. */
export function readSlices(from: VarintReader): Slices {
  const widthMs = from.number()
  const slices = readList(from, () => {
    const [at, count, errors, threads] = [from.number(), from.number(), from.number(), from.number()]
    return packedSlice(
      { at, count, errors, threads },
      from.span(() => visitHistogram(from, () => {})),
    )
  })
  return { widthMs, slices }
}

/** One slice that begins at `at`, of several. */
function together(at: number, group: readonly Slice[]): Slice {
  const head = group.map(headOf).reduce(addHeads)
  const [only, ...more] = group
  const known = more.length === 0 && only !== undefined ? packed.get(only) : undefined
  if (known !== undefined) return packedSlice({ ...head, at }, known)
  const all = new Histogram(COARSE)
  for (const slice of group) bucketsOf(slice)((bucket, count) => all.add(bucket, count))
  return packSlice({ ...head, at }, (visit) => all.each(visit))
}

function bucketsOf(slice: Slice): EachBucket {
  const known = packed.get(slice)
  return known === undefined ? eachOf(slice.successes) : (visit) => visitHistogram(new VarintReader(known), visit)
}

function headOf({ at, count, errors, threads }: Slice): Head {
  return { at, count, errors, ...(threads === undefined ? {} : { threads }) }
}

function addHeads(a: Head, b: Head): Head {
  const told = a.threads !== undefined || b.threads !== undefined
  return {
    at: a.at,
    count: a.count + b.count,
    errors: a.errors + b.errors,
    ...(told ? { threads: Math.max(a.threads ?? 0, b.threads ?? 0) } : {}),
  }
}

/** A slice whose successes are what writeHistogram wrote. */
function packedSlice(head: Head, successes: Uint8Array): Slice {
  const slice: Slice = {
    ...head,
    get successes() {
      return readHistogram(new VarintReader(successes))
    },
  }
  packed.set(slice, successes)
  return slice
}
