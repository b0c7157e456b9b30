// Histograms of coarse buckets in 16 bits a count: there are many, most counts are small, and what the processor keeps
// near is little. What is more than 16 bits hold goes to a table of 32 bits beside.
import { addCounts, COARSE_PAGES, COMMON_PAGES, countAt, countIn, countOn, listOne, moveCounts, openPage } from './histogram.as'
import { allocate, allocateSmallPage, ENDS, freeSmallPage, PAGE } from './memory.as'

/** Its table of small pages is after it. */
@unmanaged
class Narrow {
  /** The table beside; 0: there is none. */
  more: u32
}
const SLOTS: u32 = 16
const SLOTS_END: u32 = SLOTS + COARSE_PAGES * 4
export const NARROW_BYTES: u32 = SLOTS_END

/** A count that is more goes to the table beside: a batch, which counts later, adds less than what is left to 65535. */
const FULL: u32 = 0xff00

/** Where a bucket is counted, in 16 bits. */
@inline
export function narrowAt(narrow: u32, bucket: u32): u32 {
  const slot = narrow + ((bucket >> 6) << 2)
  let page = load<u32>(slot, SLOTS)
  if (page == 0) page = openSmallPage(slot + SLOTS)
  const at = page + ((bucket & 63) << 1)
  if (load<u16>(at) > FULL) spill(narrow, bucket, at)
  return at
}

function openSmallPage(slot: u32): u32 {
  const page = allocateSmallPage()
  store<u32>(slot, page)
  return page
}

function spill(narrow: u32, bucket: u32, at: u32): void {
  addMore(narrow, bucket, load<u16>(at))
  store<u16>(at, 0)
}

function addMore(narrow: u32, bucket: u32, count: u32): void {
  const at = countAt(tableBeside(narrow), bucket)
  store<u32>(at, load<u32>(at) + count)
}

function tableBeside(narrow: u32): u32 {
  const owner = changetype<Narrow>(narrow)
  if (owner.more == 0) owner.more = allocate(COARSE_PAGES * 4)
  return owner.more
}

/** Adds the counts of one to another, and leaves it empty. */
export function moveNarrow(from: u32, to: u32): void {
  for (let slot = SLOTS; slot < SLOTS_END; slot += 16) {
    // Most tables are all but empty.
    if (!v128.any_true(v128.load(from + slot))) continue
    for (let one = slot; one < slot + 16; one += 4) movePage(from, to, one)
  }
  const more = changetype<Narrow>(from).more
  if (more != 0) moveCounts(more, tableBeside(to), COARSE_PAGES)
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
    if (v128.any_true(i16x8.eq(sums, i16x8.splat(-1)))) addEight(to, ((slot - SLOTS) << 4) + (at >> 1), page + at)
    else v128.store(into + at, sums)
  }
  freeSmallPage(page)
}

/** Adds eight counts, the first of which is of this bucket, to those beside. */
function addEight(narrow: u32, bucket: u32, counts: u32): void {
  for (let i: u32 = 0; i < 8; i++) {
    const count = load<u16>(counts + (i << 1))
    if (count != 0) addMore(narrow, bucket + i, count)
  }
}

/** Adds the counts of values below COMMON to a table of 32 bits a count. */
export function addCommon(narrow: u32, table: u32): void {
  const more = changetype<Narrow>(narrow).more
  for (let slot: u32 = 0; slot < COMMON_PAGES << 2; slot += 4) {
    const page = load<u32>(narrow + slot, SLOTS)
    if (page == 0) continue
    const known = load<u32>(table + slot)
    const into = known != 0 ? known : openPage(table + slot)
    for (let at: u32 = 0; at < PAGE; at += 16) {
      const counts = into + (at << 2)
      const narrower = page + (at << 1)
      v128.store(counts, i32x4.add(v128.load(counts), v128.load16x4_u(narrower)))
      v128.store(counts, i32x4.add(v128.load(counts, 16), v128.load16x4_u(narrower, 8)), 16)
      v128.store(counts, i32x4.add(v128.load(counts, 32), v128.load16x4_u(narrower, 16)), 32)
      v128.store(counts, i32x4.add(v128.load(counts, 48), v128.load16x4_u(narrower, 24)), 48)
    }
  }
  if (more != 0) addCounts(more, table, COMMON_PAGES)
}

/** How much it counts. */
export function countNarrow(narrow: u32): f64 {
  const more = changetype<Narrow>(narrow).more
  let sum: f64 = more == 0 ? 0 : countIn(more, COARSE_PAGES)
  for (let i: u32 = 0; i < COARSE_PAGES; i++) {
    const page = load<u32>(narrow + (i << 2), SLOTS)
    for (let at: u32 = 0; page != 0 && at < PAGE; at++) sum += <f64>load<u16>(page + (at << 1))
  }
  return sum
}

/** Lists it as `listCounts` lists a table. */
export function listNarrow(narrow: u32): u32 {
  const more = changetype<Narrow>(narrow).more
  let to = ENDS
  for (let i: u32 = 0; i < COARSE_PAGES; i++) {
    const page = load<u32>(narrow + (i << 2), SLOTS)
    const beside = more == 0 ? 0 : load<u32>(more + (i << 2))
    if (page == 0 && beside == 0) continue
    for (let at: u32 = 0; at < PAGE; at++) {
      const count: u32 = page == 0 ? 0 : load<u16>(page + (at << 1))
      to = listOne(to, i * PAGE + at, count + countOn(beside, at))
    }
  }
  return (to - ENDS) >> 3
}
