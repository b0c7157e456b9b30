import { PerfError, reason } from '../core/error.ts'
import { quote } from '../core/fault.ts'
import type { Summary } from '../core/summary.ts'

/** The summary, unless the reader has found that the file is no JTL: INPUT. */
export function orRefused(path: string, summary: Summary): Summary {
  const refused = summary.warnings.find(({ code }) => code === 'refused')
  if (refused === undefined) return summary
  throw new PerfError('INPUT', `${quote(path)}: ${refused.message}`, {
    hint: "a JTL is JMeter's CSV: its first line names timeStamp, elapsed, label, success",
  })
}

/** Throws INPUT for a file that is refused, or ends in a fault of the disk's or of gzip's. */
export function refuseUnreadable(path: string, cause: unknown): never {
  if (cause instanceof PerfError)
    throw new PerfError('INPUT', `${quote(path)}: ${cause.message}`, {
      ...(cause.hint === undefined ? {} : { hint: cause.hint }),
      cause,
    })
  const ofZlib = cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_')
  const hint = '`gunzip -c FILE | perf-action summarize -` reads what comes before the damage'
  throw new PerfError('INPUT', `${quote(path)} cannot be read to its end: ${reason(cause)}`, {
    ...(ofZlib ? { hint } : {}),
    cause,
  })
}
