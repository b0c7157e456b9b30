// Histograms as tables of pages of counts; stats/buckets.ts says which values share a bucket.
import { allocatePage, ENDS, freePage, PAGE } from './memory.as'

/** Pages that a table has: of buckets exact below 8192, and of those exact below 2048 (both up to 2^31). */
export const FINE_PAGES: u32 = 81920 / PAGE
export const COARSE_PAGES: u32 = 22528 / PAGE

/** Values below it have the same bucket of their own, fine or coarse, on one of these many pages. */
export const COMMON: u32 = 2048
export const COMMON_PAGES: u32 = COMMON / PAGE

@inline
export function fineBucket(value: u32): u32 {
  if (value < 8192) return value
  const octave = 19 - <u32>clz(value)
  return (octave << 12) + (value >> octave)
}

@inline
export function coarseBucket(value: u32): u32 {
  if (value < 2048) return value
  const octave = 21 - <u32>clz(value)
  return (octave << 10) + (value >> octave)
}

/** Where a bucket of the table at this address is counted. */
@inline
export function countAt(table: u32, bucket: u32): u32 {
  const slot = table + ((bucket >> 6) << 2)
  let page = load<u32>(slot)
  if (page == 0) page = openPage(slot)
  return page + ((bucket & 63) << 2)
}

export function openPage(slot: u32): u32 {
  const page = allocatePage()
  store<u32>(slot, page)
  return page
}

/** Adds the counts of one table to another, and leaves it empty. */
export function moveCounts(from: u32, to: u32, pages: u32): void {
  for (let at: u32 = 0; at < pages << 2; at += 16) {
    // Most tables are all but empty.
    if (!v128.any_true(v128.load(from + at))) continue
    for (let slot = at; slot < at + 16; slot += 4) {
      const page = load<u32>(from + slot)
      if (page != 0) movePage(page, to + slot)
    }
    v128.store(from + at, i32x4.splat(0))
  }
}

function movePage(page: u32, slot: u32): void {
  const into = load<u32>(slot)
  if (into == 0) {
    store<u32>(slot, page)
    return
  }
  addPage(page, into)
  freePage(page)
}

@inline
function addPage(page: u32, into: u32): void {
  for (let at: u32 = 0; at < PAGE * 4; at += 16) {
    v128.store(into + at, i32x4.add(v128.load(into + at), v128.load(page + at)))
  }
}

/** Adds the counts of the first pages of one table to another. */
export function addCounts(from: u32, to: u32, pages: u32): void {
  for (let slot: u32 = 0; slot < pages << 2; slot += 4) {
    const page = load<u32>(from + slot)
    if (page == 0) continue
    const into = load<u32>(to + slot)
    addPage(page, into != 0 ? into : openPage(to + slot))
  }
}

/** Empties the first pages of a table. */
export function clearCounts(table: u32, pages: u32): void {
  for (let slot: u32 = 0; slot < pages << 2; slot += 4) {
    const page = load<u32>(table + slot)
    if (page != 0) freePage(page)
    store<u32>(table + slot, 0)
  }
}

/** How much a table counts. */
export function countIn(table: u32, pages: u32): f64 {
  let sum = i64x2.splat(0)
  for (let i: u32 = 0; i < pages; i++) {
    const page = load<u32>(table + (i << 2))
    if (page == 0) continue
    sum = i64x2.add(sum, sumOf(page))
  }
  return <f64>(i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1))
}

/** Two sums that come to what a page counts. */
function sumOf(page: u32): v128 {
  let sum = i64x2.splat(0)
  for (let at: u32 = 0; at < PAGE * 4; at += 16) {
    const four = v128.load(page + at)
    sum = i64x2.add(sum, i64x2.add(i64x2.extend_low_i32x4_u(four), i64x2.extend_high_i32x4_u(four)))
  }
  return sum
}

/**
 * Lists the buckets of a table, and of another if it is not 0, that count anything, each with its count, where a scan
 * lists the ends of fields; how many.
 */
export function listCounts(pages: u32, table: u32, other: u32): u32 {
  let to = ENDS
  for (let i: u32 = 0; i < pages; i++) {
    const page = load<u32>(table + (i << 2))
    const second = other == 0 ? 0 : load<u32>(other + (i << 2))
    if (page == 0 && second == 0) continue
    for (let at: u32 = 0; at < PAGE; at += 4) {
      // Most pages are all but empty.
      const four = i32x4.add(fourOn(page, at), fourOn(second, at))
      if (v128.any_true(four)) to = listFour(to, i * PAGE + at, four)
    }
  }
  return (to - ENDS) >> 3
}

function listFour(list: u32, bucket: u32, counts: v128): u32 {
  let to = listOne(list, bucket, i32x4.extract_lane(counts, 0))
  to = listOne(to, bucket + 1, i32x4.extract_lane(counts, 1))
  to = listOne(to, bucket + 2, i32x4.extract_lane(counts, 2))
  return listOne(to, bucket + 3, i32x4.extract_lane(counts, 3))
}

/** Four counts of a page, which begin at `at`; zeros where there is none. */
@inline
function fourOn(page: u32, at: u32): v128 {
  return page == 0 ? i32x4.splat(0) : v128.load(page + (at << 2))
}

/** Lists a bucket, unless it counts nothing; where the next one is listed. */
@inline
export function listOne(to: u32, bucket: u32, count: u32): u32 {
  if (count == 0) return to
  store<u32>(to, bucket)
  store<u32>(to, count, 4)
  return to + 8
}

/** A count of a page; 0 where there is none. */
@inline
export function countOn(page: u32, at: u32): u32 {
  return page == 0 ? 0 : load<u32>(page + (at << 2))
}
