import { median } from '../compare/location.ts'

/** A latency (p95 of a slice, ms) at a time, in ms from any origin. */
export interface Reading {
  readonly at: number
  readonly p95: number
}

/** Above what was normal by so much, a target has not recovered. */
const NEAR = 1.1

/** Readings in a row that say that it has. */
const IN_A_ROW = 3

/**
 * How long after the peak the latency was back within 10 % of what it was before, in ms; for three readings in a row, so
 * that one lucky slice does not count. undefined: it never was, or there is too little to tell.
 */
export function recoveryMs(before: readonly Reading[], after: readonly Reading[]): number | undefined {
  if (before.length === 0 || after.length < IN_A_ROW) return undefined
  const normal = median(before.map(({ p95 }) => p95)) * NEAR
  const back = after.findIndex((_, i) => {
    const row = after.slice(i, i + IN_A_ROW)
    return row.length === IN_A_ROW && row.every(({ p95 }) => p95 <= normal)
  })
  return back < 0 ? undefined : after[back]!.at - after[0]!.at
}
