// A slice of a label. There are many, with few samples in each: their successes are counted in 16 bits, and what is more
// than these hold in a table beside.
import { COARSE_PAGES, countAt, countIn, countOn, listOne, moveCounts } from './histogram.as'
import { allocate, allocateSmallPage, ENDS, freeSmallPage, PAGE } from './memory.as'

/** A table of small pages is after it. */
// @ts-ignore: decorator
@unmanaged
export class Cell {
  errors: u32
  threads: u32
  /** Among those that are free. */
  next: u32
  /** The table beside; 0: there is none. */
  more: u32
}
const SUCCESSES: u32 = 16
const PAGES: u32 = COARSE_PAGES

/** A count that is more goes to the table beside: a batch, which counts later, adds less than what is left to 65535. */
const FULL: u32 = 0xff00

let freeCells: u32 = 0

export function resetCells(): void {
  freeCells = 0
}

export function createCell(): u32 {
  const cell = freeCells
  if (cell == 0) return allocate(SUCCESSES + PAGES * 4)
  freeCells = changetype<Cell>(cell).next
  return cell
}

/** Where a success in this bucket is counted, in 16 bits. */
// @ts-ignore: decorator
@inline
export function successAt(cell: u32, bucket: u32): u32 {
  const slot = cell + ((bucket >> 6) << 2)
  let page = load<u32>(slot, SUCCESSES)
  if (page == 0) page = openPage(slot + SUCCESSES)
  const at = page + ((bucket & 63) << 1)
  if (load<u16>(at) > FULL) spill(cell, bucket, at)
  return at
}

function openPage(slot: u32): u32 {
  const page = allocateSmallPage()
  store<u32>(slot, page)
  return page
}

function spill(cell: u32, bucket: u32, at: u32): void {
  addMore(cell, bucket, load<u16>(at))
  store<u16>(at, 0)
}

function addMore(cell: u32, bucket: u32, count: u32): void {
  const owner = changetype<Cell>(cell)
  if (owner.more == 0) owner.more = allocate(PAGES * 4)
  const at = countAt(owner.more, bucket)
  store<u32>(at, load<u32>(at) + count)
}

/** Adds one cell to another, and frees it. */
export function moveCell(from: u32, to: u32): void {
  const cell = changetype<Cell>(from)
  const into = changetype<Cell>(to)
  into.errors += cell.errors
  into.threads = max(into.threads, cell.threads)
  cell.errors = 0
  cell.threads = 0
  for (let slot = SUCCESSES; slot < SUCCESSES + PAGES * 4; slot += 16) {
    // Most tables are all but empty.
    if (!v128.any_true(v128.load(from + slot))) continue
    for (let one = slot; one < slot + 16; one += 4) movePage(from, to, one)
  }
  if (cell.more != 0) {
    if (into.more == 0) into.more = allocate(PAGES * 4)
    moveCounts(cell.more, into.more, PAGES)
  }
  cell.next = freeCells
  freeCells = from
}

function movePage(from: u32, to: u32, slot: u32): void {
  const page = load<u32>(from + slot)
  if (page == 0) return
  store<u32>(from + slot, 0)
  const into = load<u32>(to + slot)
  if (into == 0) {
    store<u32>(to + slot, page)
    return
  }
  for (let at: u32 = 0; at < PAGE * 2; at += 16) {
    const sums = i16x8.add_sat_u(v128.load(into + at), v128.load(page + at))
    if (v128.any_true(i16x8.eq(sums, i16x8.splat(-1)))) addEight(to, ((slot - SUCCESSES) << 4) + (at >> 1), page + at)
    else v128.store(into + at, sums)
  }
  freeSmallPage(page)
}

/** Adds eight counts, the first of which is of this bucket, to those beside. */
function addEight(cell: u32, bucket: u32, counts: u32): void {
  for (let i: u32 = 0; i < 8; i++) {
    const count = load<u16>(counts + (i << 1))
    if (count != 0) addMore(cell, bucket + i, count)
  }
}

/** How many successes a cell counts. */
export function countCell(cell: u32): f64 {
  const more = changetype<Cell>(cell).more
  let sum: f64 = more == 0 ? 0 : countIn(more, PAGES)
  for (let i: u32 = 0; i < PAGES; i++) {
    const page = load<u32>(cell + (i << 2), SUCCESSES)
    for (let at: u32 = 0; page != 0 && at < PAGE; at++) sum += <f64>load<u16>(page + (at << 1))
  }
  return sum
}

/** Lists the successes of a cell as `listCounts` lists a table. */
export function listCell(cell: u32): u32 {
  const more = changetype<Cell>(cell).more
  let to = ENDS
  for (let i: u32 = 0; i < PAGES; i++) {
    const page = load<u32>(cell + (i << 2), SUCCESSES)
    const beside = more == 0 ? 0 : load<u32>(more + (i << 2))
    if (page == 0 && beside == 0) continue
    for (let at: u32 = 0; at < PAGE; at++) {
      const count: u32 = page == 0 ? 0 : load<u16>(page + (at << 1))
      to = listOne(to, i * PAGE + at, count + countOn(beside, at))
    }
  }
  return (to - ENDS) >> 3
}
