// The engine's memory: the window of unread bytes, the lists that a scan fills, and a heap of tallies.

/** So many bytes are scanned at once at most. */
export const REACH: u32 = 1 << 18
/** Bytes that are readable on either side of the window: numbers and names are loaded eight at a time. */
const MARGIN: u32 = 64
/** A row of 1 MiB, and a piece of as much (engine.ts). */
const CAPACITY: u32 = (1 << 20) + (1 << 20)

/** 32 bytes of ones, and as many of zeros: the first of 16 or 32 bytes are kept by a mask from its middle. */
export const MASK: u32 = 128
/** Room for the cells of one label, of which 120 may be in use. */
export const SCRATCH: u32 = 256
export const WINDOW: u32 = 1024
/** Offsets of the delimiters and line ends outside quotes; then which of these end rows; then line ends within quotes. */
export const ENDS: u32 = WINDOW + CAPACITY + 2 * MARGIN
export const ROWS: u32 = ENDS + (REACH + 64) * 4
export const INNER: u32 = ROWS + (REACH + 64) * 4
/** Hash tables of names: addresses, 0 where a slot is free. */
export const LABEL_SLOTS: u32 = 8192
export const FAILURE_SLOTS: u32 = 16384
export const LABELS: u32 = INNER + (REACH + 64) * 4
export const FAILURES: u32 = LABELS + LABEL_SLOTS * 4
/** Failures in their order (names.as.ts): 4000 addresses. */
export const FAILURE_LIST: u32 = FAILURES + FAILURE_SLOTS * 4
/** Rows that are read but not yet counted (batch.as.ts): 64 of 80 bytes. */
export const BATCH: u32 = FAILURE_LIST + 4000 * 4
/** Where these are to be counted: two addresses a row at most, and three of counts of 16 bits. */
export const PENDING: u32 = BATCH + 64 * 80
export const PENDING_SMALL: u32 = PENDING + 64 * 2 * 4
const HEAP: u32 = PENDING_SMALL + 64 * 3 * 4

/** Counts of a page of a histogram. */
export const PAGE: u32 = 64
const PAGE_BYTES: u32 = PAGE * 4

let next: u32 = HEAP
let freePages: u32 = 0
let freeSmallPages: u32 = 0

/** Grows the memory so that so many bytes can be had without growing it again, which would end every view of it. */
export function reserve(bytes: u32): void {
  const missing = <i32>((next + bytes + 0xffff) >>> 16) - memory.size()
  if (missing > 0 && memory.grow(missing + 15) < 0 && memory.grow(missing) < 0) unreachable()
}

/** What the system gives memory by. */
const SYSTEM_PAGE: u32 = 4096

/**
 * Zeroed bytes of the heap. Each page of the system's is written to at once: one that is read first is mapped twice, and
 * the second time every thread is interrupted for it.
 */
export function allocate(bytes: u32): u32 {
  const size = (bytes + 15) & ~15
  const at = next
  reserve(size)
  next += size
  for (let page = (at + SYSTEM_PAGE - 1) & ~(SYSTEM_PAGE - 1); page < next; page += SYSTEM_PAGE) store<u8>(page, 0)
  return at
}

export function allocatePage(): u32 {
  const page = freePages
  if (page == 0) return allocate(PAGE_BYTES)
  freePages = load<u32>(page)
  store<u32>(page, 0)
  return page
}

export function freePage(page: u32): void {
  for (let at: u32 = 0; at < PAGE_BYTES; at += 16) v128.store(page + at, i32x4.splat(0))
  store<u32>(page, freePages)
  freePages = page
}

/** A page of as many counts of 16 bits. */
export function allocateSmallPage(): u32 {
  const page = freeSmallPages
  if (page == 0) return allocate(PAGE_BYTES / 2)
  freeSmallPages = load<u32>(page)
  store<u32>(page, 0)
  return page
}

export function freeSmallPage(page: u32): void {
  for (let at: u32 = 0; at < PAGE_BYTES / 2; at += 16) v128.store(page + at, i32x4.splat(0))
  store<u32>(page, freeSmallPages)
  freeSmallPages = page
}

/** Forgets everything. */
export function clear(): void {
  memory.fill(LABELS, 0, next - LABELS)
  next = HEAP
  freePages = 0
  freeSmallPages = 0
}
