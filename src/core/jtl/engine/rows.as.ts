// Reads the rows that a scan found, up to the first that is anything but plain, and has them counted.
import { BATCH_ROWS, bytesTotal, countBatch, elapsedTotal, resetTotals, Row, ROW_BYTES, sentTotal } from './batch.as'
import { cBytes, cConnect, cElapsed, cLabel, cLag, cLatency, cSamples, cSent, cThreads, cTime, from, to, width } from './columns.as'
import { digitsOf, NO_VALUE, valueOf } from './digits.as'
import { failureIn, isOne, numberIn, successIn, transactionIn } from './fields.as'
import { BATCH, ENDS, INNER, ROWS } from './memory.as'
import { addLabel, labelSlot, tallyOf } from './names.as'
import { inner, misplaced, rows as rowsFound } from './scan.as'

/** What the last run did: bytes, rows and lines that it counted, and what these came to. */
export let bytesRead: u32 = 0
export let rowsRead: u32 = 0
export let linesRead: u32 = 0
export let elapsedSum: f64 = 0
export let bytesSum: f64 = 0
export let sentSum: f64 = 0
/** Why it ended where it did: 0 no further row ends, 1 a row that it cannot read, 2 an unknown label. */
export let stopped: u32 = 0

/** Where the first of its rows with a line end in it begins, in bytes and in lines; -1: there is none. */
export let multiLineAt: i32 = -1
export let linesBefore: u32 = 0

export function beginRun(): void {
  multiLineAt = -1
  bytesRead = 0
  rowsRead = 0
  linesRead = 0
  resetTotals()
}

export function endRun(): void {
  elapsedSum = <f64>elapsedTotal
  bytesSum = <f64>bytesTotal
  sentSum = <f64>sentTotal
}

/** The label at which the last run stopped. */
let soughtLabel: u32 = 0
let soughtLength: u32 = 0
let soughtKind: u32 = 0

/** Gives the unknown label at which the last run stopped its tally. */
export function learnLabel(tally: u32): void {
  addLabel(soughtLabel, soughtLength, soughtKind, tally)
}

const CR: u8 = 13

/** A line end of two bytes belongs to no field. */
@inline
function trimReturn(window: u32, fields: u32): void {
  const column = (width - 1) << 2
  const last = fields + column
  const end = load<u32>(last)
  if (load<u8>(window + end - 1) == CR && end > from(fields, column)) store<u32>(last, end - 1)
}

/** Reads and counts the rows of the scan of `window`; how many bytes these were. */
export function readRows(window: u32): u32 {
  store<u32>(ENDS - 4, <u32>-1)
  const most: u32 = cLabel < 0 ? 0 : rowsFound
  let r: u32 = 0
  stopped = 0
  while (r < most && stopped == 0) {
    const taken = takeRows(window, r, min(r + BATCH_ROWS, most))
    const sound = countBatch(taken)
    if (sound < taken) stopped = 1
    r += sound
  }
  if (stopped == 0 && (misplaced || cLabel < 0)) stopped = 1
  const row = endOfRow(r)
  const more = innerBefore(row)
  if (more > 0 && multiLineAt < 0) findMultiLine()
  bytesRead += row
  rowsRead += r
  linesRead += r + more
  return row
}

/** Where the first `count` rows end. */
function endOfRow(count: u32): u32 {
  return count == 0 ? 0 : load<u32>(ENDS + (load<u32>(ROWS + ((count - 1) << 2)) << 2)) + 1
}

/** Reads rows into the batch; how many, fewer than all where it says why it has `stopped`. */
function takeRows(window: u32, first: u32, end: u32): u32 {
  const columns = width
  let base: u32 = first == 0 ? 0 : load<u32>(ROWS + ((first - 1) << 2)) + 1
  let into: u32 = BATCH
  for (let r: u32 = first; r < end; r++) {
    const e = load<u32>(ROWS + (r << 2))
    const fields = ENDS + (base << 2)
    if (e - base + 1 != columns) {
      stopped = 1
      break
    }
    const last = load<u32>(ENDS + (e << 2))
    trimReturn(window, fields)
    const why = takeRow(window, fields, changetype<Row>(into))
    if (why != 0) {
      stopped = why
      break
    }
    store<u32>(ENDS + (e << 2), last)
    base = e + 1
    into += ROW_BYTES
  }
  return (into - BATCH) / ROW_BYTES
}

/** Reads a row; 0, or why it is not counted. All of a row is looked at before any of it is counted. */
@inline
function takeRow(window: u32, fields: u32, row: Row): u32 {
  const label = window + from(fields, cLabel)
  const length = window + to(fields, cLabel) - label
  const slot = labelSlot(label, length)
  if (!takeTime(window, fields, row)) return 1
  row.elapsed = numberIn(window, fields, cElapsed)
  row.bytes = numberIn(window, fields, cBytes)
  row.sent = numberIn(window, fields, cSent)
  row.threads = numberIn(window, fields, cThreads)
  row.latency = numberIn(window, fields, cLatency)
  row.connect = numberIn(window, fields, cConnect)
  row.lag = numberIn(window, fields, cLag)
  const success = successIn(window, fields)
  const transaction = transactionIn(window, fields)
  if (success > 1 || transaction > 1 || (cSamples >= 0 && !isOne(window, fields))) return 1
  const tally = tallyOf(slot, label, length, transaction)
  if (tally == 0) return seekLabel(label, length, transaction)
  row.tally = tally
  row.failure = 0
  if (success == 1) return 0
  row.failure = failureIn(window, fields, tally)
  return row.failure == 0 ? 1 : 0
}

function seekLabel(label: u32, length: u32, kind: u32): u32 {
  soughtLabel = label
  soughtLength = length
  soughtKind = kind
  return 2
}

/** The first eight digits of the last time stamp, as they stand there, and what they come to; rows often share them. */
let upper: u64 = 0x3030303030303030
let upperMs: u64 = 0

/** Reads a time stamp of 13 digits; false where there is none. */
@inline
function takeTime(window: u32, fields: u32, row: Row): bool {
  const at = from(fields, cTime)
  if (to(fields, cTime) - at != 13) return false
  if (load<u64>(window + at) != upper && !learnUpper(window + at)) return false
  row.high = upperMs
  row.low = digitsOf(window + at + 8, 5)
  return true
}

function learnUpper(at: u32): bool {
  const value = valueOf(digitsOf(at, 8))
  if (value == NO_VALUE) return false
  upper = load<u64>(at)
  upperMs = <u64>value * 100000
  return true
}

function findMultiLine(): void {
  const first = load<u32>(INNER)
  let row: u32 = 0
  while (endOfRow(row + 1) <= first) row++
  multiLineAt = bytesRead + endOfRow(row)
  linesBefore = linesRead + row
}

function innerBefore(end: u32): u32 {
  let count = inner
  while (count > 0 && load<u32>(INNER + ((count - 1) << 2)) >= end) count--
  return count
}
