// Reads the rows that a scan found and counts them, up to the first that is anything but plain.
import { cBytes, cConnect, cElapsed, cLabel, cLag, cLatency, cSamples, cSent, cThreads, cTime, cType, from, to, width } from './columns.as'
import { digitsOf, HIGH_BITS, valueOf, wrongDigits } from './digits.as'
import { coarseBucket, countOne, fineBucket } from './histogram.as'
import { ENDS, INNER, ROWS } from './memory.as'
import { addFailure, addLabel, Name, tallyOf } from './names.as'
import { inner, misplaced, rows as rowsFound } from './scan.as'
import { Cell, CELL_SUCCESSES, cellAt, CONNECT, FAILED, LAG, LATENCY, placeOf, SUCCESSES, Tally } from './tally.as'
import { failureIn, isOne, numberIn, successIn, transactionIn } from './fields.as'

/** What the last run did: bytes, rows and lines that it counted, and what these came to. */
export let bytesRead: u32 = 0
export let rowsRead: u32 = 0
export let linesRead: u32 = 0
export let elapsedSum: f64 = 0
export let bytesSum: f64 = 0
export let sentSum: f64 = 0
/** Why it ended where it did: 0 no further row ends, 1 a row that it cannot read, 2 an unknown label, 3 an unknown failure. */
export let stopped: u32 = 0

export function beginRun(): void {
  bytesRead = 0
  rowsRead = 0
  linesRead = 0
  elapsedSum = 0
  bytesSum = 0
  sentSum = 0
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
function trimReturn(window: u32, fields: u32): void {
  const column = (width - 1) << 2
  const last = fields + column
  const end = load<u32>(last)
  if (load<u8>(window + end - 1) == CR && end > from(fields, column)) store<u32>(last, end - 1)
}

/** Reads the rows of the scan of `window`; how many bytes these were. All of a row is looked at before any of it is counted. */
export function readRows(window: u32): u32 {
  const columns = width
  const time = cTime
  const label = cLabel
  const type = cType
  const samples = cSamples
  const found = rowsFound
  store<u32>(ENDS - 4, <u32>-1)
  let row: u32 = 0
  let base: u32 = 0
  let r: u32 = 0
  let hundreds: u64 = 0
  let hundredsMs: u64 = 0
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
    trimReturn(window, fields)
    let at = from(fields, time)
    let bad: u64 = to(fields, time) - at == 13 ? 0 : HIGH_BITS
    const high = load<u64>(window + at)
    if (high != hundreds) {
      bad |= wrongDigits(digitsOf(window + at, 8))
      hundreds = high
      hundredsMs = <u64>valueOf(digitsOf(window + at, 8)) * 100000
    }
    const low = digitsOf(window + at + 8, 5)
    const duration = numberIn(window, fields, cElapsed)
    const byteDigits = numberIn(window, fields, cBytes)
    const sentDigits = numberIn(window, fields, cSent)
    const threadDigits = numberIn(window, fields, cThreads)
    const latencyDigits = numberIn(window, fields, cLatency)
    const connectDigits = numberIn(window, fields, cConnect)
    const lagDigits = numberIn(window, fields, cLag)
    bad |=
      wrongDigits(low) | wrongDigits(duration) | wrongDigits(byteDigits) | wrongDigits(sentDigits) |
      wrongDigits(threadDigits) | wrongDigits(latencyDigits) | wrongDigits(connectDigits) | wrongDigits(lagDigits)
    const success = successIn(window, fields)
    let transaction: u32 = 0
    at = type < 0 ? 0 : from(fields, type)
    let length = type < 0 ? 0 : to(fields, type) - at
    if (length == 0) transaction = transactionIn(window, fields)
    else if (length == 2 && load<u8>(window + at) == QUOTE) transaction = 2
    const single = samples < 0 || isOne(window, fields)
    if ((bad & HIGH_BITS) != 0) hundreds = 0
    if ((bad & HIGH_BITS) != 0 || success > 1 || transaction > 1 || !single) {
      why = 1
      break
    }
    at = from(fields, label)
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
      failure = failureIn(window, fields, tally)
      if (failure < 2) {
        why = failure == 0 ? 3 : 1
        break
      }
    }
    const start = hundredsMs + valueOf(low)
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
    } else {
      countOne(tally + FAILED, bucket)
      slice.errors++
      changetype<Name>(failure).count++
    }
    if (cLatency >= 0) countOne(tally + LATENCY, coarseBucket(valueOf(latencyDigits)))
    if (cConnect >= 0) countOne(tally + CONNECT, coarseBucket(valueOf(connectDigits)))
    if (cLag >= 0) countOne(tally + LAG, fineBucket(valueOf(lagDigits)))
    store<u32>(ENDS + (e << 2), next - 1)
    base = e + 1
    row = next
  }
  stopped = why
  bytesRead += row
  rowsRead += r
  linesRead += r + innerBefore(row)
  elapsedSum += <f64>elapsedTotal
  bytesSum += <f64>bytesTotal
  sentSum += <f64>sentTotal
  return row
}

function innerBefore(end: u32): u32 {
  let count = inner
  while (count > 0 && load<u32>(INNER + ((count - 1) << 2)) >= end) count--
  return count
}
