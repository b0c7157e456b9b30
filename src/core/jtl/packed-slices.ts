import { mergeHistograms } from '../stats/merge-histograms.ts'
import { commonWidth, mergeSlices, type SliceHead } from '../stats/slices.ts'
import type { Flat } from '../stats/sparse-histogram.ts'
import type { Slice, Slices } from '../summary.ts'
import { readHistogram, skipHistogram, writeBoth, writeHistogram } from './binary-histogram.ts'
import { readList, writeList } from './binary-list.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/** Where a slice keeps its packed histogram, which who copies slices does not see; so that no one unpacks it to pack it again. */
const PACKED = Symbol('packed successes')

interface PackedSlice extends Slice {
  readonly [PACKED]?: Uint8Array
}

/** One for all: with a function of its own each slice would be an object of a kind of its own, of ten times the memory. */
const SUCCESSES = {
  enumerable: true,
  get(this: PackedSlice) {
    return readHistogram(new VarintReader(packedOf(this)!))
  },
}

function packedOf(slice: PackedSlice): Uint8Array | undefined {
  return slice[PACKED]
}

/**
 * Packs one slice after the other, in one room: each of its own would leave its room behind, and there are thousands. A
 * slice's histogram, its buckets with their counts, is kept in two bytes a bucket, where a list takes sixteen, and is
 * unpacked each time that it is read.
 */
export function slicePacker(): (head: SliceHead, successes: Flat) => Slice {
  const room = new VarintWriter()
  return (head, successes) => {
    writeHistogram(room, successes)
    return packedSlice(head, room.part())
  }
}

/** The slices of all lists together, packed, at the narrowest width that fits them, or at this one. */
export function packSlices(lists: readonly Slices[], widthMs = commonWidth(lists)): Slices {
  const room = new VarintWriter()
  return mergeSlices(lists, widthMs, (head, parts) => packedSlice(head, successesOf(parts, room)))
}

/** What the parts' successes are together, packed. */
function successesOf(parts: readonly Slice[], room: VarintWriter): Uint8Array {
  const [one, other, ...more] = parts.map(packedOf)
  if (one !== undefined && parts.length === 1) return one
  // Unpacked, those of a long run would take much memory for a moment.
  if (one !== undefined && other !== undefined && more.length === 0) writeBoth(room, one, other)
  else writeHistogram(room, mergeHistograms(parts.map(({ successes }) => successes)).flat)
  return room.part()
}

/** Writes slices. */
export function writeSlices(to: VarintWriter, { widthMs, slices }: Slices): void {
  to.number(widthMs)
  writeList(to, slices, (_, slice) => {
    // 0 where nobody told of threads.
    const threads = slice.threads === undefined ? 0 : slice.threads + 1
    for (const number of [slice.at, slice.count, slice.errors, threads]) to.number(number)
    const known = packedOf(slice)
    if (known === undefined) writeHistogram(to, slice.successes.flat)
    else to.raw(known)
  })
}

/** What writeSlices wrote, packed. */
export function readSlices(from: VarintReader): Slices {
  return { widthMs: from.number(), slices: readList(from, readSlice) }
}

function readSlice(from: VarintReader): Slice {
  const [at, count, errors, threads] = [from.number(), from.number(), from.number(), from.number()]
  const head = { at, count, errors, ...(threads === 0 ? {} : { threads: threads - 1 }) }
  const successes = from.span(() => skipHistogram(from))
  return packedSlice(head, successes)
}

/** A slice whose successes are what writeHistogram wrote. */
function packedSlice(head: SliceHead, successes: Uint8Array): Slice {
  return Object.defineProperties({ ...head } as PackedSlice, { successes: SUCCESSES, [PACKED]: { value: successes } })
}
