import { csvField } from '../csv-field.ts'

/** The first line of the JTL that generator `http` writes: JMeter's default columns and `Lag`. */
export const JTL_HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect,Lag\n'

/** One sample as it is written; times in whole ms, `timeStamp` the intended start and `lag` what it came later. */
export interface JtlRow {
  readonly timeStamp: number
  readonly elapsed: number
  readonly label: string
  readonly responseCode: string
  readonly responseMessage: string
  readonly threadName: string
  readonly dataType: string
  readonly success: boolean
  readonly failureMessage: string
  readonly bytes: number
  readonly sentBytes: number
  readonly grpThreads: number
  readonly allThreads: number
  readonly url: string
  readonly latency: number
  readonly idleTime: number
  readonly connect: number
  readonly lag: number
}

/** The row's line, its end included; any text comes back from the reader as it was. */
export function jtlLine(row: JtlRow): string {
  const fields = [
    row.timeStamp,
    row.elapsed,
    csvField(row.label),
    csvField(row.responseCode),
    csvField(row.responseMessage),
    csvField(row.threadName),
    csvField(row.dataType),
    row.success,
    csvField(row.failureMessage),
    row.bytes,
    row.sentBytes,
    row.grpThreads,
    row.allThreads,
    csvField(row.url),
    row.latency,
    row.idleTime,
    row.connect,
    row.lag,
  ]
  return `${fields.join(',')}\n`
}
