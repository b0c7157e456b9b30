import { duration, milliseconds, rate } from '../core/figure.ts'
import { block } from './markdown.ts'
import type { Course } from './section.ts'
import { sparkline } from './sparkline.ts'

/**
 * The run's course as rows of bars over one time axis. Text, not a picture: it needs no host, and it reads the same in
 * the comment, in the mail and on a phone.
 */
export function courseChart({ seconds, p95, rate: rates, errors }: Course): string {
  const known = p95.filter((value) => value !== null)
  const failures = Math.max(0, ...errors)
  const rows = [
    { name: 'p95', bars: sparkline(p95), range: range(known, milliseconds) },
    { name: 'samples/s', bars: sparkline(rates), range: range(rates, rate) },
    ...(failures > 0 ? [{ name: 'errors/s', bars: sparkline(errors), range: range(errors, rate) }] : []),
  ]
  const gutter = Math.max(...rows.map(({ name }) => name.length)) + 2
  return block([
    ...rows.map(({ name, bars, range }) => `${name.padEnd(gutter)}${bars}  ${range}`),
    `${' '.repeat(gutter)}${axis(rates.length, seconds)}`,
  ])
}

function range(values: readonly number[], words: (value: number) => string): string {
  if (values.length === 0) return 'no data'
  return `${words(Math.min(...values))} to ${words(Math.max(...values))}`
}

/** `0        2 min 30 s        5 min`, as wide as the bars. */
function axis(columns: number, seconds: number): string {
  const [middle, end] = [duration(seconds * 500), duration(seconds * 1000)]
  const space = columns - 1 - middle.length - end.length
  if (space < 4) return `0${end.padStart(Math.max(end.length + 1, columns - 1))}`
  const left = Math.max(1, Math.round(columns / 2 - middle.length / 2) - 1)
  return `0${' '.repeat(left)}${middle}${' '.repeat(Math.max(1, space - left))}${end}`
}
