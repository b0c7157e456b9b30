import type { Slices } from '../summary.ts'
import { readSlices, writeSlices } from './binary-slices.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/**
 * The same slices, kept in two bytes a bucket, where arrays need seventy: those of a long run are a hundred megabytes
 * as arrays. They are unpacked anew each time that `slices` is read, so read it once.
 */
export function packSlices(slices: Slices): Slices {
  const { widthMs } = slices
  const unpacked = slices.slices
  // The packed form has no word for "not told", which Fortio's results say.
  if (unpacked.some(({ threads }) => threads === undefined)) return { widthMs, slices: unpacked }
  const to = new VarintWriter()
  writeSlices(to, { widthMs, slices: unpacked })
  const bytes = to.bytes()
  return {
    widthMs,
    get slices() {
      return readSlices(new VarintReader(bytes)).slices
    },
  }
}
