// Histograms of coarse buckets in 16 bits a count: there are many, most counts are small, and what the processor keeps
// near is little. What is more than 16 bits hold goes to a table of 32 bits beside.
import { addCounts, COARSE_PAGES, COMMON_PAGES, countAt, countIn, countOn, listOne, moveCounts, openPage } from './histogram.as'
import { allocate, allocateSmallPage, ENDS, freeSmallPage, PAGE } from './memory.as'

/**
 * The addresses of its groups of pages are after it: a label has values of one or two of them, and there are many such
 * histograms.
 */
@unmanaged
class Narrow {
  /** The table beside; 0: there is none. */
  more: u32
}
const GROUPS: u32 = 4
/** So many addresses of small pages, 4 bytes each, are a group. It takes the room of a small page, and is allocated as one. */
const GROUP: u32 = PAGE / 2
const GROUPS_END: u32 = GROUPS + (COARSE_PAGES / GROUP) * 4
export const NARROW_BYTES: u32 = GROUPS_END

/** A count that is more goes to the table beside: a batch, which counts later, adds less than what is left to 65535. */
const FULL: u32 = 0xff00

/** Where a bucket is counted, in 16 bits. */
@inline
export function narrowAt(narrow: u32, bucket: u32): u32 {
  const place = narrow + ((bucket / (GROUP * PAGE)) << 2)
  let group = load<u32>(place, GROUPS)
  if (group == 0) group = open(place + GROUPS)
  const slot = group + (((bucket / PAGE) % GROUP) << 2)
  let page = load<u32>(slot)
  if (page == 0) page = open(slot)
  const at = page + ((bucket % PAGE) << 1)
  if (load<u16>(at) > FULL) spill(narrow, bucket, at)
  return at
}

/** Opens a small page, or a group of them, whose address is kept there. */
function open(slot: u32): u32 {
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
  for (let place = GROUPS; place < GROUPS_END; place += 4) {
    const group = load<u32>(from + place)
    if (group == 0) continue
    store<u32>(from + place, 0)
    const into = load<u32>(to + place)
    if (into == 0) store<u32>(to + place, group)
    else moveGroup(group, into, to, ((place - GROUPS) >> 2) * GROUP)
  }
  const more = changetype<Narrow>(from).more
  if (more != 0) moveCounts(more, tableBeside(to), COARSE_PAGES)
}

/** Adds the pages of one group to another of the histogram `to`, of whose pages it begins with this one. */
function moveGroup(group: u32, into: u32, to: u32, first: u32): void {
  for (let i: u32 = 0; i < GROUP; i++) {
    const page = load<u32>(group + (i << 2))
    if (page == 0) continue
    const known = load<u32>(into + (i << 2))
    if (known == 0) store<u32>(into + (i << 2), page)
    else movePage(page, known, to, (first + i) * PAGE)
  }
  freeSmallPage(group)
}

/** Adds the counts of one page to another of the histogram `to`, which begins with this bucket. */
function movePage(page: u32, into: u32, to: u32, bucket: u32): void {
  for (let at: u32 = 0; at < PAGE * 2; at += 16) {
    const sums = i16x8.add_sat_u(v128.load(into + at), v128.load(page + at))
    if (v128.any_true(i16x8.eq(sums, i16x8.splat(-1)))) addEight(to, bucket + (at >> 1), page + at)
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

/** Adds the counts of values below COMMON, which are those of the first group, to a table of 32 bits a count. */
export function addCommon(narrow: u32, table: u32): void {
  const group = load<u32>(narrow, GROUPS)
  for (let slot: u32 = 0; group != 0 && slot < COMMON_PAGES << 2; slot += 4) {
    const page = load<u32>(group + slot)
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
  const more = changetype<Narrow>(narrow).more
  if (more != 0) addCounts(more, table, COMMON_PAGES)
}

/** How much it counts. */
export function countNarrow(narrow: u32): f64 {
  let sum = i32x4.splat(0)
  for (let place = GROUPS; place < GROUPS_END; place += 4) {
    const group = load<u32>(narrow + place)
    for (let i: u32 = 0; group != 0 && i < GROUP; i++) {
      const page = load<u32>(group + (i << 2))
      for (let at: u32 = 0; page != 0 && at < PAGE * 2; at += 16) {
        sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(v128.load(page + at)))
      }
    }
  }
  const sums = i64x2.add(i64x2.extend_low_i32x4_u(sum), i64x2.extend_high_i32x4_u(sum))
  const more = changetype<Narrow>(narrow).more
  const beside: f64 = more == 0 ? 0 : countIn(more, COARSE_PAGES)
  return beside + <f64>(i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1))
}

/** Lists it as `listCounts` lists a table. */
export function listNarrow(narrow: u32): u32 {
  const more = changetype<Narrow>(narrow).more
  let to = ENDS
  for (let first: u32 = 0; first < COARSE_PAGES; first += GROUP) {
    const group = load<u32>(narrow + ((first / GROUP) << 2), GROUPS)
    for (let i: u32 = 0; (group | more) != 0 && i < GROUP; i++) {
      const page = group == 0 ? 0 : load<u32>(group + (i << 2))
      const beside = more == 0 ? 0 : load<u32>(more + ((first + i) << 2))
      if (beside != 0) to = listBoth(to, (first + i) * PAGE, page, beside)
      else if (page != 0) to = listSmall(to, (first + i) * PAGE, page)
    }
  }
  return (to - ENDS) >> 3
}

/** Lists a page whose first count is of this bucket. */
function listSmall(list: u32, bucket: u32, page: u32): u32 {
  let to = list
  for (let at: u32 = 0; at < PAGE; at += 8) {
    // Most pages are all but empty.
    const eight = v128.load(page + (at << 1))
    let left = i16x8.bitmask(i16x8.eq(eight, i16x8.splat(0))) ^ 0xff
    for (; left != 0; left &= left - 1) {
      const one = at + ctz(left)
      to = listOne(to, bucket + one, load<u16>(page + (one << 1)))
    }
  }
  return to
}

/** The same with what of it is beside; `page` may be 0. */
function listBoth(list: u32, bucket: u32, page: u32, beside: u32): u32 {
  let to = list
  for (let at: u32 = 0; at < PAGE; at++) {
    const count: u32 = page == 0 ? 0 : load<u16>(page + (at << 1))
    to = listOne(to, bucket + at, count + countOn(beside, at))
  }
  return to
}
