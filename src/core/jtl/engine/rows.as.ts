// Reads the rows that a scan found and counts them, up to the first that is anything but plain.
import { cBytes, cConnect, cElapsed, cLabel, cLag, cLatency, cSamples, cSent, cThreads, cTime, cType, from, to, width } from './columns.as'
import { digitsOf, HIGH_BITS, valueOf, wrongDigits, ZEROS } from './digits.as'
import { clearCounts, coarseBucket, countOne, FINE_PAGES, fineBucket } from './histogram.as'
import { allocate, ENDS, INNER, ROWS } from './memory.as'
import { addFailure, addLabel, Name, tallyOf } from './names.as'
import { inner, misplaced, rows as rowsFound } from './scan.as'
import { Cell, CELL_SUCCESSES, cellAt, CONNECT, FAILED, LAG, LATENCY, placeOf, SUCCESSES, Tally } from './tally.as'
import { failureIn, isOne, numberIn, successIn, transactionIn } from './fields.as'

/** What the last run did: bytes, rows and lines that it counted, and what these came to. */
export let bytesRead: u32 = 0
export let rowsRead: u32 = 0
export let linesRead: u32 = 0
export let elapsedSum: u64 = 0
export let bytesSum: u64 = 0
export let sentSum: u64 = 0
/** Why it ended where it did: 0 no further row ends, 1 a row that it cannot read, 2 an unknown label, 3 an unknown failure. */
export let stopped: u32 = 0

/** Samples and errors but for transactions since the counts were cleared, and a table of the successes. */
export let liveErrors: u32 = 0
let liveTable: u32 = 0

export function live(): u32 {
  if (liveTable == 0) liveTable = allocate(FINE_PAGES * 4)
  return liveTable
}

export function clearLive(): void {
  liveErrors = 0
  clearCounts(live(), FINE_PAGES)
}

export function resetRows(): void {
  liveErrors = 0
  liveTable = 0
}

/** The label at which the last run stopped. */
let soughtLabel: u32 = 0
let soughtLength: u32 = 0
let soughtKind: u32 = 0

/** Gives the unknown label at which the last run stopped its tally. */
export function learnLabel(tally: u32): void {
  addLabel(soughtLabel, soughtLength, soughtKind, tally)
}

/** Counts the unknown failure at which the last run stopped, from now on; the address of the count. */
export function learnFailure(): u32 {
  return addFailure() + offsetof<Name>('count')
}

const QUOTE: u8 = 34
const CR: u8 = 13

/** A line end of two bytes belongs to no field. */
// @ts-ignore: decorator
@inline
function trimReturn(window: u32, fields: u32, row: u32): void {
  const last = fields + ((width - 1) << 2)
  const end = load<u32>(last)
  if (load<u8>(window + end - 1) == CR && end > from(fields, row, width - 1)) store<u32>(last, end - 1)
}

/** Reads the rows of the scan of `window`. All of a row is looked at before any of it is counted. */
export function readRows(window: u32): void {
  const columns = width
  const time = cTime
  const label = cLabel
  const type = cType
  const samples = cSamples
  const found = rowsFound
  const liveCounts = live()
  let row: u32 = 0
  let base: u32 = 0
  let r: u32 = 0
  let elapsedTotal: u64 = 0
  let bytesTotal: u64 = 0
  let sentTotal: u64 = 0
  let why: u32 = misplaced || label < 0 ? 1 : 0
  for (const most: u32 = label < 0 ? 0 : found; r < most; r++) {
    const e = load<u32>(ROWS + (r << 2))
    const fields = ENDS + (base << 2)
    if (e - base + 1 != columns) {
      why = 1
      break
    }
    const next = load<u32>(ENDS + (e << 2)) + 1
    trimReturn(window, fields, row)
    let at = from(fields, row, time)
    const high = to(fields, time) - at == 13 ? load<u64>(window + at) : 0
    const low = digitsOf(window + at + 8, 5)
    const duration = numberIn(window, fields, row, cElapsed)
    const byteDigits = numberIn(window, fields, row, cBytes)
    const sentDigits = numberIn(window, fields, row, cSent)
    const threadDigits = numberIn(window, fields, row, cThreads)
    const latencyDigits = numberIn(window, fields, row, cLatency)
    const connectDigits = numberIn(window, fields, row, cConnect)
    const lagDigits = numberIn(window, fields, row, cLag)
    const bad =
      wrongDigits(high) | wrongDigits(low) | wrongDigits(duration) | wrongDigits(byteDigits) | wrongDigits(sentDigits) |
      wrongDigits(threadDigits) | wrongDigits(latencyDigits) | wrongDigits(connectDigits) | wrongDigits(lagDigits)
    const success = successIn(window, fields, row)
    let transaction: u32 = 0
    at = type < 0 ? 0 : from(fields, row, type)
    let length = type < 0 ? 0 : to(fields, type) - at
    if (length == 0) transaction = transactionIn(window, fields, row)
    else if (length == 2 && load<u8>(window + at) == QUOTE) transaction = 2
    const single = samples < 0 || isOne(window, fields, row)
    if ((bad & HIGH_BITS) != 0 || success > 1 || transaction > 1 || !single) {
      why = 1
      break
    }
    at = from(fields, row, label)
    length = to(fields, label) - at
    const tally = tallyOf(window + at, length, transaction)
    if (tally == 0) {
      soughtLabel = window + at
      soughtLength = length
      soughtKind = transaction
      why = 2
      break
    }
    let failure: u32 = 0
    if (success == 0) {
      failure = failureIn(window, fields, row, tally)
      if (failure < 2) {
        why = failure == 0 ? 3 : 1
        break
      }
    }
    const start = <u64>valueOf(high) * 100000 + valueOf(low)
    const value = valueOf(duration)
    const end = start + value
    const sums = changetype<Tally>(tally)
    const bytes = <u64>valueOf(byteDigits)
    const sent = <u64>valueOf(sentDigits)
    elapsedTotal += value
    bytesTotal += bytes
    sentTotal += sent
    sums.elapsed += value
    sums.bytes += bytes
    sums.sent += sent
    if (start < sums.first) sums.first = start
    if (end > sums.last) sums.last = end
    if (value < sums.min) sums.min = value
    if (value > sums.max) sums.max = value
    const cell = cellAt(tally, placeOf(end))
    const slice = changetype<Cell>(cell)
    const threads = valueOf(threadDigits)
    if (threads > slice.threads) slice.threads = threads
    const bucket = fineBucket(value)
    if (failure == 0) {
      countOne(tally + SUCCESSES, bucket)
      countOne(cell + CELL_SUCCESSES, coarseBucket(value))
      if (transaction == 0) countOne(liveCounts, bucket)
    } else {
      countOne(tally + FAILED, bucket)
      slice.errors++
      if (transaction == 0) liveErrors++
      changetype<Name>(failure).count++
    }
    if (cLatency >= 0) countOne(tally + LATENCY, coarseBucket(valueOf(latencyDigits)))
    if (cConnect >= 0) countOne(tally + CONNECT, coarseBucket(valueOf(connectDigits)))
    if (cLag >= 0) countOne(tally + LAG, fineBucket(valueOf(lagDigits)))
    base = e + 1
    row = next
  }
  stopped = why
  bytesRead = row
  rowsRead = r
  linesRead = r + innerBefore(row)
  elapsedSum = elapsedTotal
  bytesSum = bytesTotal
  sentSum = sentTotal
}

function innerBefore(end: u32): u32 {
  let count = inner
  while (count > 0 && load<u32>(INNER + ((count - 1) << 2)) >= end) count--
  return count
}
