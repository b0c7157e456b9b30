import { mergeHistograms } from '../stats/merge-histograms.ts'
import { commonWidth } from '../stats/slices.ts'
import type { Flat } from '../stats/sparse-histogram.ts'
import type { Slice, Slices } from '../summary.ts'
import { readHistogram, readList, skipHistogram, writeBoth, writeHistogram, writeList } from './binary-histogram.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/** The packed histograms of slices, so that no one unpacks them to pack them again. */
const packed = new WeakMap<Slice, Uint8Array>()

/** Of one slice after the other: each of its own would leave its room behind, and there are thousands. */
const scratch = new VarintWriter()

type Head = Omit<Slice, 'successes'>

/**
 * A slice whose histogram, its buckets with their counts, is kept in two bytes a bucket, where a list takes sixteen:
 * there are many. It is unpacked each time that it is read.
 */
export function packSlice(head: Head, successes: Flat): Slice {
  writeHistogram(scratch, successes)
  return packedSlice(head, scratch.take())
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
    if (known === undefined) writeHistogram(to, slice.successes.flat)
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
      from.span(() => skipHistogram(from)),
    )
  })
  return { widthMs, slices }
}

/** One slice that begins at `at`, of several. */
function together(at: number, group: readonly Slice[]): Slice {
  const head = group.map(headOf).reduce(addHeads)
  const known = group.flatMap((slice) => packed.get(slice) ?? [])
  const [one, other, ...more] = known
  if (one !== undefined && known.length === group.length && more.length === 0)
    return packedSlice({ ...head, at }, other === undefined ? one : both(one, other))
  return packSlice({ ...head, at }, mergeHistograms(group.map(({ successes }) => successes)).flat)
}

/** Two packed histograms as one: unpacked, those of a long run would take much memory for a moment. */
function both(one: Uint8Array, other: Uint8Array): Uint8Array {
  writeBoth(scratch, new VarintReader(one), new VarintReader(other))
  return scratch.take()
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
