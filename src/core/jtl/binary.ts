import { NO_COUNTS, type SparseHistogram } from '../stats/sparse-histogram.ts'
import type { BlockSummary, LabelBlock } from '../summary.ts'
import { readHistogram, readList, writeHistogram, writeList } from './binary-histogram.ts'
import type { Failures } from './failures.ts'
import { readSlices, writeSlices } from './packed-slices.ts'
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
  return to.take()
}

/** RangeError where the bytes are not a whole block of this version. */
export function decodeBlock(bytes: Uint8Array): BlockSummary {
  const from = new VarintReader(bytes)
  if (from.number() !== MAGIC || from.number() !== VERSION) throw new RangeError('no summary of this version')
  const block = from.text()
  const [labels, transactions] = [readList(from, readLabel), readList(from, readLabel)]
  if (from.left > 0) throw new RangeError('there is more than a summary')
  return { block, labels, transactions }
}

const NUMBERS = ['count', 'errors', 'sum', 'min', 'max', 'first', 'last', 'bytes', 'sent'] as const
const HISTOGRAMS = ['all', 'successes', 'lag', 'latency', 'connect'] as const

function writeLabel(to: VarintWriter, label: LabelBlock): void {
  to.text(label.label)
  for (const name of NUMBERS) to.number(label[name] ?? 0)
  for (const name of HISTOGRAMS) writeHistogram(to, (label[name] ?? NO_COUNTS).flat)
  writeList(to, label.failures, writeFailure)
  writeSlices(to, label.slices)
}

function readLabel(from: VarintReader): LabelBlock {
  const label = from.text()
  const [count, errors, sum, min, max, first, last, bytes, sent] = NUMBERS.map(() => from.number()) as NineNumbers
  const [all, successes, lag, latency, connect] = HISTOGRAMS.map(() => readHistogram(from)) as FiveHistograms
  const failures = readList(from, readFailure)
  const slices = readSlices(from)
  const numbers = { count, errors, sum, min, max, first, last, bytes, sent }
  return { label, ...numbers, failures, all, successes, lag, latency, connect, slices }
}

type NineNumbers = [number, number, number, number, number, number, number, number, number]
type FiveHistograms = [SparseHistogram, SparseHistogram, SparseHistogram, SparseHistogram, SparseHistogram]

function writeFailure(to: VarintWriter, { code, message, count }: Failures[number]): void {
  to.text(code)
  to.text(message)
  to.number(count)
}

function readFailure(from: VarintReader): Failures[number] {
  return { code: from.text(), message: from.text(), count: from.number() }
}
