import { dateStamp } from './date-stamp.ts'
import { CsvRecord } from './record.ts'

/** The columns that JMeter 5 writes by default (CSVSaveService), in its order. */
const JMETER_COLUMNS =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect'

const NAMES = [...JMETER_COLUMNS.split(','), 'SampleCount', 'ErrorCount', 'Lag']

const COMMA = 44
/** What may stand between fields. */
export const DELIMITERS = [...',;\t|'].map((text) => text.charCodeAt(0))
const MAX_COLUMNS = 1024
/** Of a header that follows later, in bytes; the least are the three names that none lacks. */
const MIN_HEADER = 'timeStamp,elapsed,success'.length
const MAX_HEADER = 1 << 16

/** Where the columns that we read stand, from 0; -1: not there. */
export interface Columns {
  readonly delimiter: number
  readonly width: number
  readonly timeStamp: number
  readonly elapsed: number
  readonly label: number
  readonly responseCode: number
  readonly responseMessage: number
  readonly dataType: number
  readonly success: number
  readonly failureMessage: number
  readonly bytes: number
  readonly sentBytes: number
  readonly allThreads: number
  readonly url: number
  readonly latency: number
  readonly connect: number
  readonly sampleCount: number
  readonly errorCount: number
  readonly lag: number
}

/** What the first line is: the header; a sample already (then the columns are JMeter's own); or nothing that we read. */
export type FirstLine =
  | { readonly is: 'header' | 'sample'; readonly columns: Columns }
  | { readonly is: 'unknown'; readonly why: string }

/** Reads the first line (with its line end, without a BOM). */
export function readFirstLine(line: Uint8Array<ArrayBuffer>): FirstLine {
  const foreign = foreignFormat(line)
  if (foreign !== undefined) return { is: 'unknown', why: foreign }
  const delimiter = firstDelimiter(line)
  const record = new CsvRecord(delimiter, MAX_COLUMNS)
  if (record.scan(line, 0, line.length) !== 'row') return { is: 'unknown', why: 'its first line is no CSV header' }
  const names = Array.from({ length: record.fields }, (_, field) => usual(record.text(field, 256)))
  if (record.whole(0) >= 0 || dateStamp(record.text(0, 32)) >= 0)
    return { is: 'sample', columns: columnsOf(JMETER_COLUMNS.split(','), delimiter) }
  const missing = ['timeStamp', 'elapsed', 'success'].filter((name) => !names.includes(name))
  if (missing.length === 0) return { is: 'header', columns: columnsOf(names, delimiter) }
  const why = missing.length === 3 ? 'its first line is no JTL header' : `its header lacks ${missing.join(', ')}`
  return { is: 'unknown', why }
}

/** A column's name as JMeter writes it, however it is spelt: `Time Stamp` and `timestamp` are timeStamp. */
function usual(name: string): string {
  const bare = (text: string) => text.replaceAll(/[\s_-]/g, '').toLowerCase()
  return NAMES.find((known) => bare(known) === bare(name)) ?? name.trim()
}

function columnsOf(names: readonly string[], delimiter: number): Columns {
  return {
    delimiter,
    width: names.length,
    timeStamp: names.indexOf('timeStamp'),
    elapsed: names.indexOf('elapsed'),
    label: names.indexOf('label'),
    responseCode: names.indexOf('responseCode'),
    responseMessage: names.indexOf('responseMessage'),
    dataType: names.indexOf('dataType'),
    success: names.indexOf('success'),
    failureMessage: names.indexOf('failureMessage'),
    bytes: names.indexOf('bytes'),
    sentBytes: names.indexOf('sentBytes'),
    allThreads: names.indexOf('allThreads'),
    url: names.indexOf('URL'),
    latency: names.indexOf('Latency'),
    connect: names.indexOf('Connect'),
    sampleCount: names.indexOf('SampleCount'),
    errorCount: names.indexOf('ErrorCount'),
    lag: names.indexOf('Lag'),
  }
}

/** The first delimiter in the line (neither a column's name nor a timeStamp holds one); the comma if it has none. */
function firstDelimiter(line: Uint8Array): number {
  return line.find((byte) => DELIMITERS.includes(byte)) ?? COMMA
}

/** How files begin that are no CSV. */
const BEGINNINGS: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x1f, 0x8b], 'it is compressed'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'it is compressed with zstd: unpack it'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'it is compressed with xz: unpack it'],
  [[0x42, 0x5a, 0x68], 'it is compressed with bzip2: unpack it'],
  [[0x04, 0x22, 0x4d, 0x18], 'it is compressed with lz4: unpack it'],
  [[0x50, 0x4b, 0x03, 0x04], 'it is a zip archive: unpack it'],
  [[0xff, 0xfe], 'it is UTF-16, not UTF-8'],
  [[0xfe, 0xff], 'it is UTF-16, not UTF-8'],
  [[0x3c], 'it is XML (set jmeter.save.saveservice.output_format=csv)'],
  [[0x7b], 'it is JSON'],
]

function foreignFormat(line: Uint8Array): string | undefined {
  const known = BEGINNINGS.find(([bytes]) => bytes.every((byte, i) => line[i] === byte))
  return known?.[1] ?? (line.includes(0) ? 'it is no UTF-8 text' : undefined)
}

/** Whether two headers name the same columns, with the same delimiter. */
export function areSame(a: Columns, b: Columns): boolean {
  return (Object.keys(a) as (keyof Columns)[]).every((name) => a[name] === b[name])
}

/** Whether a line may be a header, so that it is worth a closer look. */
export function looksLikeHeader(line: Uint8Array): boolean {
  const [first = 0] = line
  const digit = first >= 48 && first <= 57
  return (
    !digit && line.length > MIN_HEADER && line.length < MAX_HEADER && /elapsed/i.test(new TextDecoder().decode(line))
  )
}
