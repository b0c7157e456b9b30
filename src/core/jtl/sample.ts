import { MAX_VALUE } from '../stats/buckets.ts'
import type { Columns } from './columns.ts'
import { dateStamp } from './date-stamp.ts'
import type { CsvRecord } from './record.ts'

/** What a row says, in numbers (times in ms since 1970, durations in ms). One object is filled anew for every row. */
export interface Sample {
  start: number
  end: number
  /** Of the whole row, and of one of its samples. */
  elapsed: number
  each: number
  /** Samples that the row stands for, and those of them that failed. */
  count: number
  errors: number
  bytes: number
  sent: number
  /** Active threads of the whole test. */
  threads: number
  /** Negative: none. */
  latency: number
  connect: number
  /** Negative: none. */
  lag: number
  /** Its timeStamp is a date without a zone, taken as UTC. */
  dated: boolean
  /** The row of a Transaction Controller: the sum of other rows. */
  transaction: boolean
}

/** Why a row is not counted; `code` is that of the warning. */
export interface Fault {
  readonly code: 'damaged-row' | 'truncated-row' | 'timestamp-format' | 'overflow'
  readonly why: string
}

/** Takes one sample; `record` and `columns` give its texts, until it returns. A fault: it could not be counted. */
export type TakeSample = (sample: Sample, record: CsvRecord, columns: Columns) => Fault | undefined

const damaged = (why: string): Fault => ({ code: 'damaged-row', why })
const FAULTS = {
  width: damaged('it has too few fields'),
  timeStamp: damaged('its timeStamp is not ms since 1970'),
  format: {
    code: 'timestamp-format',
    why: "its timeStamp is a date of none of JMeter's formats (set jmeter.save.saveservice.timestamp_format=ms)",
  },
  elapsed: damaged('its elapsed is not a whole number of ms'),
  success: damaged('its success is neither true nor false'),
  count: damaged('its SampleCount and ErrorCount do not fit'),
  bytes: damaged('its bytes is not a whole number'),
  sent: damaged('its sentBytes is not a whole number'),
  threads: damaged('its allThreads is not a whole number'),
  latency: damaged('its Latency is not a whole number of ms'),
  connect: damaged('its Connect is not a whole number of ms'),
  lag: damaged('its Lag is not a whole number of ms'),
} satisfies Record<string, Fault>

/** From here on (year 2286) a timeStamp has 14 digits: two numbers that ran together. */
const END_OF_TIME = 1e13
const NONE = -2
const TRANSACTION = new TextEncoder().encode('Number of samples in transaction')
const NULL = new TextEncoder().encode('null')
const TRUE = new TextEncoder().encode('true')
const FALSE = new TextEncoder().encode('false')

export function emptySample(): Sample {
  const times = { start: 0, end: 0, elapsed: 0, each: 0, latency: 0, connect: 0, lag: 0 }
  return { ...times, count: 0, errors: 0, bytes: 0, sent: 0, threads: 0, dated: false, transaction: false }
}

/** Fills `sample` from a whole record; a fault where any number that we use is not one. */
export function readSample(record: CsvRecord, columns: Columns, sample: Sample): Fault | undefined {
  if (record.fields !== columns.width) return FAULTS.width
  const ms = record.whole(columns.timeStamp)
  const stamp = ms < 0 ? dateStamp(record.text(columns.timeStamp, 32)) : ms
  if (stamp < 0 || stamp >= END_OF_TIME) return timeStampFault(record.text(columns.timeStamp, 32))
  sample.dated = ms < 0
  sample.elapsed = record.whole(columns.elapsed)
  const fault = sample.elapsed < 0 ? FAULTS.elapsed : readCounts(record, columns, sample)
  if (fault !== undefined) return fault
  sample.each = sample.count === 1 ? sample.elapsed : Math.round(sample.elapsed / sample.count)
  if (sample.each > MAX_VALUE) return FAULTS.elapsed
  placeInTime(sample, stamp)
  sample.transaction = isTransaction(record, columns)
  return readAmounts(record, columns, sample) ?? readParts(record, columns, sample)
}

function readAmounts(record: CsvRecord, columns: Columns, sample: Sample): Fault | undefined {
  sample.bytes = optional(record, columns.bytes, 0)
  if (sample.bytes < 0) return FAULTS.bytes
  sample.sent = optional(record, columns.sentBytes, 0)
  if (sample.sent < 0) return FAULTS.sent
  sample.threads = optional(record, columns.allThreads, 0)
  return sample.threads < 0 || sample.threads > MAX_VALUE ? FAULTS.threads : undefined
}

/** What elapsed consists of, and what it does not say. */
function readParts(record: CsvRecord, columns: Columns, sample: Sample): Fault | undefined {
  sample.latency = optional(record, columns.latency, NONE)
  if (sample.latency === -1 || sample.latency > MAX_VALUE) return FAULTS.latency
  sample.connect = optional(record, columns.connect, NONE)
  if (sample.connect === -1 || sample.connect > MAX_VALUE) return FAULTS.connect
  sample.lag = optional(record, columns.lag, NONE)
  return sample.lag === -1 || sample.lag > MAX_VALUE ? FAULTS.lag : undefined
}

function readCounts(record: CsvRecord, columns: Columns, sample: Sample): Fault | undefined {
  const ok = record.size(columns.success) === 4 && record.startsWith(columns.success, TRUE)
  if (!ok && !(record.size(columns.success) === 5 && record.startsWith(columns.success, FALSE))) return FAULTS.success
  sample.count = optional(record, columns.sampleCount, 1)
  sample.errors = ok ? 0 : sample.count
  if (sample.count > 1) sample.errors = optional(record, columns.errorCount, sample.errors)
  return sample.count < 1 || sample.errors < 0 || sample.errors > sample.count ? FAULTS.count : undefined
}

/**
 * timeStamp is the start of a sample. A row of several (StatisticalSampleResult of JMeter) is stamped with the end of
 * the last one, and its elapsed is their sum.
 */
function placeInTime(sample: Sample, stamp: number): void {
  sample.start = sample.count === 1 ? stamp : Math.max(0, stamp - sample.each)
  sample.end = sample.count === 1 ? stamp + sample.elapsed : stamp
}

/** The number of a column that need not be there; `absent` where it is not or is empty; -1 where it is no number. */
function optional(record: CsvRecord, column: number, absent: number): number {
  return column < 0 || record.size(column) === 0 ? absent : record.whole(column)
}

/** Transaction Controller never sets a dataType; a server could send its message as a reason phrase, but has one. */
function isTransaction(record: CsvRecord, { dataType, responseMessage, url }: Columns): boolean {
  if (dataType >= 0 && record.size(dataType) > 0) return false
  if (responseMessage >= 0 && record.startsWith(responseMessage, TRANSACTION)) return true
  return dataType >= 0 && url >= 0 && record.size(url) === 4 && record.startsWith(url, NULL)
}

function timeStampFault(text: string): Fault {
  return /^\d{1,4}[-/.]\d/.test(text) ? FAULTS.format : FAULTS.timeStamp
}
