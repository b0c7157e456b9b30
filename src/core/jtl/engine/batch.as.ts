// Rows that are read but not yet counted. Counting waits for memory, reading does not: apart, the processor does both
// for several rows at once.
import { Cell, CELL_SUCCESSES } from './cell.as'
import { cConnect, cLag, cLatency } from './columns.as'
import { anyWrong, valuesOf } from './digits.as'
import { coarseBucket, COMMON, countAt, fineBucket } from './histogram.as'
import { BATCH, PENDING, PENDING_SMALL } from './memory.as'
import { countFailure } from './names.as'
import { narrowAt } from './narrow.as'
import { cellOf, CONNECT, FAILED, isAt, LAG, LATENCY, seek, SUCCESSES, Tally, TALLY_ELAPSED } from './tally.as'

/** Rows of a batch. */
export const BATCH_ROWS: u32 = 64

/** A row. Of its numbers the digits (digits.as.ts). */
@unmanaged
export class Row {
  elapsed: u64
  bytes: u64
  sent: u64
  threads: u64
  latency: u64
  connect: u64
  lag: u64
  /** The last five digits of the time stamp, and what those before them come to. */
  low: u64
  high: u64
  tally: u32
  /** 0: a success. */
  failure: u32
}
export const ROW_BYTES: u32 = 80

export let elapsedTotal: u64 = 0
export let bytesTotal: u64 = 0
export let sentTotal: u64 = 0

export function resetTotals(): void {
  elapsedTotal = 0
  bytesTotal = 0
  sentTotal = 0
}

/** Counts one at each of the addresses that wait for it, of 32 bits and of 16. */
function countAll(end: u32, smallEnd: u32): void {
  for (let at = PENDING; at < end; at += 4) {
    const count = load<u32>(at)
    store<u32>(count, load<u32>(count) + 1)
  }
  let at = PENDING_SMALL
  for (; at + 12 <= smallEnd; at += 12) {
    countSmall(load<u32>(at))
    countSmall(load<u32>(at, 4))
    countSmall(load<u32>(at, 8))
  }
  for (; at < smallEnd; at += 4) countSmall(load<u32>(at))
}

@inline
function countSmall(at: u32): void {
  store<u16>(at, load<u16>(at) + 1)
}

/** Counts the rows of the batch up to the first with a number that is none; how many these are. */
export function countBatch(rows: u32): u32 {
  let elapsedAndBytes = i64x2.splat(0)
  let sentAndThreads = i64x2.splat(0)
  const latency = cLatency >= 0
  const connect = cConnect >= 0
  const lag = cLag >= 0
  const end = BATCH + rows * ROW_BYTES
  let at = BATCH
  let to = PENDING
  let small = PENDING_SMALL
  for (; at < end; at += ROW_BYTES) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    if (anyWrong(i8x16.max_u(i8x16.max_u(a, b), i8x16.max_u(c, d)))) break
    const amounts = valuesOf(a, b)
    const others = valuesOf(c, d)
    const row = changetype<Row>(at)
    const tally = row.tally
    const sums = changetype<Tally>(tally)
    const first = i64x2.extend_low_i32x4_u(amounts)
    const second = i64x2.extend_high_i32x4_u(amounts)
    elapsedAndBytes = i64x2.add(elapsedAndBytes, first)
    sentAndThreads = i64x2.add(sentAndThreads, second)
    v128.store(tally, i64x2.add(v128.load(tally, TALLY_ELAPSED), first), TALLY_ELAPSED)
    const value = <u32>i32x4.extract_lane(amounts, 0)
    const threads = <u32>i32x4.extract_lane(amounts, 3)
    sums.sent += <u64>i64x2.extract_lane(second, 0)
    const start = row.high + <u64>(<u32>i32x4.extract_lane(others, 3))
    const time = start + value
    if (start < sums.first) sums.first = start
    if (time > sums.last) sums.last = time
    if (value < sums.min) sums.min = value
    if (value > sums.max) sums.max = value
    if (!isAt(time)) {
      countAll(to, small)
      to = PENDING
      small = PENDING_SMALL
      seek(time)
    }
    const cell = cellOf(tally)
    const slice = changetype<Cell>(cell)
    if (threads > slice.threads) slice.threads = threads
    const failure = row.failure
    if (failure == 0) {
      store<u32>(small, narrowAt(cell + CELL_SUCCESSES, coarseBucket(value)))
      small += 4
      if (value >= COMMON) {
        store<u32>(to, countAt(tally + SUCCESSES, fineBucket(value)))
        to += 4
      }
    } else {
      store<u32>(to, countAt(tally + FAILED, fineBucket(value)))
      to += 4
      slice.errors++
      countFailure(failure)
    }
    if (latency) {
      store<u32>(small, narrowAt(tally + LATENCY, coarseBucket(<u32>i32x4.extract_lane(others, 0))))
      small += 4
    }
    if (connect) {
      store<u32>(small, narrowAt(tally + CONNECT, coarseBucket(<u32>i32x4.extract_lane(others, 1))))
      small += 4
    }
    if (lag) {
      store<u32>(to, countAt(tally + LAG, fineBucket(<u32>i32x4.extract_lane(others, 2))))
      to += 4
    }
  }
  countAll(to, small)
  elapsedTotal += <u64>i64x2.extract_lane(elapsedAndBytes, 0)
  bytesTotal += <u64>i64x2.extract_lane(elapsedAndBytes, 1)
  sentTotal += <u64>i64x2.extract_lane(sentAndThreads, 0)
  return (at - BATCH) / ROW_BYTES
}
