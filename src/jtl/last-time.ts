import { readSync } from 'node:fs'

const TAIL = 1 << 16
/** The header of rows that begin with their time. */
const TIME_FIRST = /^\ufeff?"?timeStamp\b/
/** A whole line that begins as such rows do, with a time in ms. */
const ROW = /\n"?(\d{13})"?[,;\t|][^\n]*(?=\n)/g

/**
 * The time (ms since 1970) with which the last row of a JTL seems to begin; undefined where that cannot be told. What
 * looks like a row may be a part of a message: who trusts it makes sure of it afterwards.
 */
export function lastTime(file: number, { begin, size }: { begin: Buffer; size: number }): number | undefined {
  if (!TIME_FIRST.test(begin.toString())) return undefined
  const tail = Buffer.alloc(Math.min(size, TAIL))
  const text = tail.toString('latin1', 0, readSync(file, tail, 0, tail.length, size - tail.length))
  const time = [...text.matchAll(ROW)].at(-1)?.[1]
  return time === undefined ? undefined : Number(time)
}
