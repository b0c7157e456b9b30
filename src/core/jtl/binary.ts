import type { BlockSummary, LabelBlock, Slice, Slices, SparseHistogram } from '../summary.ts'
import type { Failures } from './failures.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/** "JTLS" and the version of the layout. */
const MAGIC = 0x4a544c53
const VERSION = 1

/** A block's summary in about two bytes a bucket; `decodeBlock` gives it back. */
export function encodeBlock({ block, labels, transactions }: BlockSummary): Uint8Array<ArrayBuffer> {
  const to = new VarintWriter()
  to.number(MAGIC)
  to.number(VERSION)
  to.text(block)
  for (const list of [labels, transactions]) writeList(to, list, writeLabel)
  return to.bytes()
}

/** RangeError where the bytes are not a whole block of this version. */
export function decodeBlock(bytes: Uint8Array): BlockSummary {
  const from = new VarintReader(bytes)
  if (from.number() !== MAGIC || from.number() !== VERSION) throw new RangeError('no summary of this version')
  const block = from.text()
  const [labels, transactions] = [readList(from, readLabel), readList(from, readLabel)]
  if (!from.atEnd) throw new RangeError('there is more than a summary')
  return { block, labels, transactions }
}

const NUMBERS = ['count', 'errors', 'sum', 'min', 'max', 'first', 'last', 'bytes', 'sent'] as const
const HISTOGRAMS = ['all', 'successes', 'lag', 'latency', 'connect'] as const

function writeLabel(to: VarintWriter, label: LabelBlock): void {
  to.text(label.label)
  for (const name of NUMBERS) to.number(label[name] ?? 0)
  for (const name of HISTOGRAMS) writeHistogram(to, label[name] ?? [])
  writeList(to, label.failures, writeFailure)
  to.number(label.slices.widthMs)
  writeList(to, label.slices.slices, writeSlice)
}

function readLabel(from: VarintReader): LabelBlock {
  const label = from.text()
  const [count, errors, sum, min, max, first, last, bytes, sent] = NUMBERS.map(() => from.number()) as NineNumbers
  const [all, successes, lag, latency, connect] = HISTOGRAMS.map(() => readHistogram(from)) as FiveHistograms
  const failures = readList(from, readFailure)
  const slices: Slices = { widthMs: from.number(), slices: readList(from, readSlice) }
  const numbers = { count, errors, sum, min, max, first, last, bytes, sent }
  return { label, ...numbers, failures, all, successes, lag, latency, connect, slices }
}

type NineNumbers = [number, number, number, number, number, number, number, number, number]
type FiveHistograms = [SparseHistogram, SparseHistogram, SparseHistogram, SparseHistogram, SparseHistogram]

/** Buckets as what lies between them. */
function writeHistogram(to: VarintWriter, histogram: SparseHistogram): void {
  let next = 0
  writeList(to, histogram, (_, [bucket, count]) => {
    to.number(bucket - next)
    to.number(count)
    next = bucket + 1
  })
}

function readHistogram(from: VarintReader): SparseHistogram {
  let next = 0
  return readList(from, () => {
    const bucket = next + from.number()
    next = bucket + 1
    return [bucket, from.number()] as const
  })
}

function writeFailure(to: VarintWriter, { code, message, count }: Failures[number]): void {
  to.text(code)
  to.text(message)
  to.number(count)
}

function readFailure(from: VarintReader): Failures[number] {
  return { code: from.text(), message: from.text(), count: from.number() }
}

function writeSlice(to: VarintWriter, { at, count, errors, threads = 0, successes }: Slice): void {
  for (const number of [at, count, errors, threads]) to.number(number)
  writeHistogram(to, successes)
}

function readSlice(from: VarintReader): Slice {
  const [at, count, errors, threads] = [from.number(), from.number(), from.number(), from.number()]
  return { at, count, errors, threads, successes: readHistogram(from) }
}

function writeList<T>(to: VarintWriter, list: readonly T[], write: (to: VarintWriter, entry: T) => void): void {
  to.number(list.length)
  for (const entry of list) write(to, entry)
}

function readList<T>(from: VarintReader, read: (from: VarintReader) => T): T[] {
  const list: T[] = []
  for (let left = from.number(); left > 0; left--) list.push(read(from))
  return list
}
