// What a label did, and what it did in each slice of time.
import { CELL_SUCCESSES, createCell, moveCell, resetCells } from './cell.as'
import { clearCounts, COMMON_PAGES, FINE_PAGES } from './histogram.as'
import { allocate, SCRATCH } from './memory.as'
import { addCommon, NARROW_BYTES } from './narrow.as'

/** A label; its tables and the addresses of its cells are after it. */
@unmanaged
export class Tally {
  /** With the bytes after it, for both are added at once (batch.as.ts). */
  elapsed: u64
  bytes: u64
  sent: u64
  first: u64
  last: u64
  min: u32
  max: u32
  next: u32
}
export const TALLY_ELAPSED: u32 = offsetof<Tally>('elapsed')
export const TALLY_BYTES: u32 = offsetof<Tally>('bytes')
export const TALLY_SENT: u32 = offsetof<Tally>('sent')
export const TALLY_FIRST: u32 = offsetof<Tally>('first')
export const TALLY_LAST: u32 = offsetof<Tally>('last')
export const TALLY_MIN: u32 = offsetof<Tally>('min')
export const TALLY_MAX: u32 = offsetof<Tally>('max')
export const SUCCESSES: u32 = 64
export const FAILED: u32 = SUCCESSES + FINE_PAGES * 4
export const LAG: u32 = FAILED + FINE_PAGES * 4
export const LATENCY: u32 = LAG + FINE_PAGES * 4
export const CONNECT: u32 = LATENCY + NARROW_BYTES
export const CELLS: u32 = CONNECT + NARROW_BYTES
/** A power of two above the number of slices, so that those in use have places of their own. */
const RING: u32 = 128
const MAX_SLICES: u64 = 120
/** Wide enough for one slice to hold all times. */
const FOREVER: u64 = 1 << 48
const NEVER: u64 = 1 << 62

let tallies: u32 = 0
/** The slices in use, and the time [from, from + width) of the one that was used last. */
export let width: u64 = 1000
export let low: u64 = 1
export let high: u64 = 0
let from: u64 = NEVER
let place: u32 = 0
/** The time of a sample that is still to come; 0: nobody said. */
let expected: u64 = 0

export function resetTallies(): void {
  tallies = 0
  resetCells()
  width = 1000
  low = 1
  high = 0
  from = NEVER
  expected = 0
}

/** Begins with slices that span this time (ms) too, before any sample is counted: to make two into one is work. */
export function expectAt(time: f64): void {
  expected = <u64>time
}

/** Keeps one slice of each label alone, as for those who want none. */
export function keepOne(): void {
  width = FOREVER
}

export function createTally(): u32 {
  const address = allocate(CELLS + RING * 4)
  const tally = changetype<Tally>(address)
  tally.first = NEVER
  tally.min = 0xffffffff
  tally.next = tallies
  tallies = address
  return address
}

/** Whether the slice that was used last holds this time (ms). */
@inline
export function isAt(time: u64): bool {
  return time - from < width
}

/** Makes the slice that holds this time the one that is used, once all of them span it. Counts may move. */
export function seek(time: u64): void {
  const slice = time / width
  let least = low > high ? slice : min(low, slice)
  let most = low > high ? max(slice, expected / width) : max(high, slice)
  while (most - least >= MAX_SLICES) {
    widen()
    least >>= 1
    most >>= 1
  }
  low = least
  high = most
  from = (time / width) * width
  place = (<u32>(time / width) & (RING - 1)) << 2
}

/** Makes two slices one, in every label. */
function widen(): void {
  for (let tally = tallies; tally != 0; tally = changetype<Tally>(tally).next) {
    const cells = tally + CELLS
    memory.copy(SCRATCH, cells, RING * 4)
    memory.fill(cells, 0, RING * 4)
    for (let slice = low; slice <= high; slice++) {
      const cell = load<u32>(SCRATCH + ((<u32>slice & (RING - 1)) << 2))
      if (cell == 0) continue
      const slot = cells + ((<u32>(slice >> 1) & (RING - 1)) << 2)
      const wide = load<u32>(slot)
      if (wide == 0) store<u32>(slot, cell)
      else moveCell(cell, wide)
    }
  }
  width <<= 1
  low >>= 1
  high >>= 1
}

/** The cell of a label in the slice that is used. */
@inline
export function cellOf(tally: u32): u32 {
  const cell = load<u32>(tally + place, CELLS)
  return cell != 0 ? cell : openCell(tally + place)
}

function openCell(slot: u32): u32 {
  const cell = createCell()
  store<u32>(slot, cell, CELLS)
  return cell
}

/** Completes the successes of a label: those of values below COMMON are counted in its slices alone until they are wanted. */
export function settle(tally: u32): void {
  clearCounts(tally + SUCCESSES, COMMON_PAGES)
  for (let cells = tally + CELLS; cells < tally + CELLS + RING * 4; cells += 4) {
    const cell = load<u32>(cells)
    if (cell != 0) addCommon(cell + CELL_SUCCESSES, tally + SUCCESSES)
  }
}
