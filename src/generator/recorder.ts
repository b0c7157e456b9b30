import { type FileHandle, open } from 'node:fs/promises'
import { JTL_HEADER, type JtlRow, jtlLine } from '../core/jtl/write.ts'
import type { Sample } from './load.ts'

/** Writes samples as a JTL. Rows are gathered and written together, whole lines at a time, so a tail never sees half. */
export interface Recorder {
  record(sample: Sample): void
  readonly count: number
  /** Writes what is left. Throws where any write failed: a result with holes is no result. */
  close(): Promise<void>
}

const FLUSH_MS = 250

export async function createRecorder(path: string, index: number): Promise<Recorder> {
  const file: FileHandle = await open(path, 'wx')
  let pending = [JTL_HEADER]
  let count = 0
  let failure: unknown
  let writing = Promise.resolve()
  const flush = () => {
    if (pending.length === 0) return
    const text = pending.join('')
    pending = []
    writing = writing
      .then(() => file.appendFile(text))
      .catch((thrown: unknown) => {
        failure ??= thrown
      })
  }
  const timer = setInterval(flush, FLUSH_MS)
  return {
    record(sample) {
      pending.push(jtlLine(rowOf(sample, index)))
      count++
    },
    get count() {
      return count
    },
    async close() {
      clearInterval(timer)
      flush()
      await writing
      await file.close()
      if (failure !== undefined) throw failure
    },
  }
}

/** `timeStamp` is the intended start and `elapsed` counts from it; `Lag` is what the request began later. */
function rowOf({ request, intended, started, inFlight, exchange }: Sample, index: number): JtlRow {
  const lag = Math.max(0, Math.round(started - intended))
  return {
    timeStamp: Math.round(intended),
    elapsed: lag + Math.round(exchange.elapsed),
    label: request.name,
    responseCode: exchange.code,
    responseMessage: exchange.message,
    threadName: `http ${index}`,
    dataType: 'text',
    success: exchange.failure === undefined,
    failureMessage: exchange.failure ?? '',
    bytes: exchange.bytes,
    sentBytes: exchange.sentBytes,
    grpThreads: inFlight,
    allThreads: inFlight,
    url: request.path,
    latency: Math.round(exchange.latency),
    idleTime: 0,
    connect: Math.round(exchange.connect),
    lag,
  }
}
