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
    quote(row.label),
    quote(row.responseCode),
    quote(row.responseMessage),
    quote(row.threadName),
    quote(row.dataType),
    row.success,
    quote(row.failureMessage),
    row.bytes,
    row.sentBytes,
    row.grpThreads,
    row.allThreads,
    quote(row.url),
    row.latency,
    row.idleTime,
    row.connect,
    row.lag,
  ]
  return `${fields.join(',')}\n`
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
