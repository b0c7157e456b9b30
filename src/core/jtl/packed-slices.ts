import type { Slice, Slices } from '../summary.ts'
import { readHistogram, readList, writeHistogram, writeList } from './binary-histogram.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/**
 * The same slices, their histograms kept in two bytes a bucket, where arrays need seventy: of a long run they are a
 * hundred megabytes as arrays. A histogram is unpacked each time that it is read.
 */
export function packSlices({ widthMs, slices }: Slices): Slices {
  const to = new VarintWriter()
  const begins = slices.map(({ successes }) => {
    const begin = to.length
    writeHistogram(to, successes)
    return begin
  })
  const bytes = to.bytes()
  return { widthMs, slices: slices.map((slice, i) => packedSlice(slice, bytes.subarray(begins[i]))) }
}

/** Writes slices; none of them lacks `threads`. */
export function writeSlices(to: VarintWriter, { widthMs, slices }: Slices): void {
  to.number(widthMs)
  writeList(to, slices, (_, { at, count, errors, threads = 0, successes }) => {
    for (const number of [at, count, errors, threads]) to.number(number)
    writeHistogram(to, successes)
  })
}

/** What writeSlices wrote, packed. */
export function readSlices(from: VarintReader): Slices {
  const widthMs = from.number()
  const slices = readList(from, () => {
    const [at, count, errors, threads] = [from.number(), from.number(), from.number(), from.number()]
    return packedSlice(
      { at, count, errors, threads },
      from.span(() => readHistogram(from)),
    )
  })
  return { widthMs, slices }
}

/** A slice whose successes are what writeHistogram wrote. */
function packedSlice({ at, count, errors, threads }: Omit<Slice, 'successes'>, successes: Uint8Array): Slice {
  return {
    at,
    count,
    errors,
    ...(threads === undefined ? {} : { threads }),
    get successes() {
      return readHistogram(new VarintReader(successes))
    },
  }
}
