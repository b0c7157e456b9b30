import type { BlockSummary, LabelBlock } from '../summary.ts'
import { readHistogram, writeHistogram } from './binary-histogram.ts'
import { readList, writeList } from './binary-list.ts'
import type { Failures } from './failures.ts'
import { readSlices, writeSlices } from './packed-slices.ts'
import { VarintReader, VarintWriter } from './varint.ts'

/** "JTLS" and the version of the layout. */
const MAGIC = 0x4a544c53
const VERSION = 2

/** A block's summary in about two bytes a bucket; `decodeBlock` gives back just that. */
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

const NUMBERS = ['count', 'errors', 'sum', 'min', 'max', 'first', 'last', 'bytes'] as const
const HISTOGRAMS = ['all', 'successes', 'lag'] as const

function writeLabel(to: VarintWriter, label: LabelBlock): void {
  to.text(label.label)
  for (const name of NUMBERS) to.number(label[name])
  writeIfAny(to, label.sent, (sent) => to.number(sent))
  writeList(to, label.failures, writeFailure)
  for (const name of HISTOGRAMS) writeHistogram(to, label[name].flat)
  writeIfAny(to, label.latency, ({ flat }) => writeHistogram(to, flat))
  writeIfAny(to, label.connect, ({ flat }) => writeHistogram(to, flat))
  writeIfAny(to, label.resolution, (resolution) => to.double(resolution))
  writeSlices(to, label.slices)
}

function readLabel(from: VarintReader): LabelBlock {
  return {
    label: from.text(),
    ...readEach(NUMBERS, () => from.number()),
    ...readIfAny(from, 'sent', () => from.number()),
    failures: readList(from, readFailure),
    ...readEach(HISTOGRAMS, () => readHistogram(from)),
    ...readIfAny(from, 'latency', () => readHistogram(from)),
    ...readIfAny(from, 'connect', () => readHistogram(from)),
    ...readIfAny(from, 'resolution', () => from.double()),
    slices: readSlices(from),
  }
}

function readEach<Name extends string, T>(names: readonly Name[], read: () => T): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, read()])) as Record<Name, T>
}

/** A field that a label may lack: whether it is there, then what it is. */
function writeIfAny<T>(to: VarintWriter, value: T | undefined, write: (value: T) => void): void {
  to.number(value === undefined ? 0 : 1)
  if (value !== undefined) write(value)
}

function readIfAny<Name extends string, T>(from: VarintReader, name: Name, read: () => T): Partial<Record<Name, T>> {
  return from.number() === 0 ? {} : readEach([name], read)
}

function writeFailure(to: VarintWriter, { code, message, count }: Failures[number]): void {
  to.text(code)
  to.text(message)
  to.number(count)
}

function readFailure(from: VarintReader): Failures[number] {
  return { code: from.text(), message: from.text(), count: from.number() }
}
