/** Quantities as people write them: `1h30m`, `512Mi`, `500m`, `5 %`, `500/s`. */
import { quote } from './fault.ts'

/** What a text says, or what is wrong with it beside an example of right. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly wrong: string; readonly right: string }

const read = <T>(value: T): Reading<T> => ({ ok: true, value })

const DURATION = { d: 86_400_000, h: 3_600_000, min: 60_000, m: 60_000, s: 1000, ms: 1 } as const
const DURATION_TEXT =
  /^(?:([\d.]+)\s*d)?\s*(?:([\d.]+)\s*h)?\s*(?:([\d.]+)\s*(?:min|m(?!s)))?\s*(?:([\d.]+)\s*s)?\s*(?:([\d.]+)\s*ms)?$/
const DURATION_UNITS = [DURATION.d, DURATION.h, DURATION.min, DURATION.s, DURATION.ms] as const

/** Milliseconds, whole, of `90s`, `5m`, `1h30m`, `500ms`, `1.5 h`, `2d`, `0`. */
export function readDuration(text: string): Reading<number> {
  const right = '90s, 5m, 1h30m or 500ms'
  const written = text.trim()
  if (/^0+$/.test(written)) return read(0)
  const match = written.length > 40 ? null : DURATION_TEXT.exec(written)
  const parts = DURATION_UNITS.map((unit, i) => number(match?.[i + 1] ?? '0') * unit)
  const ms = Math.round(parts.reduce((sum, part) => sum + part, 0))
  if (isNumber(written)) return { ok: false, wrong: `${quote(text)} has no unit`, right: `${written}s` }
  if (match === null || written === '' || !Number.isSafeInteger(ms))
    return { ok: false, wrong: `${quote(text)} is not a duration`, right }
  return read(ms)
}

const SIZE: Readonly<Record<string, number>> = {
  B: 1,
  ...powers(1000, ['K', 'M', 'G', 'T'], ['', 'B']),
  k: 1000,
  kB: 1000,
  ...powers(1024, ['Ki', 'Mi', 'Gi', 'Ti'], ['', 'B']),
}

/** Bytes, whole, of `512Mi`, `2Gi`, `1.5 GB`, `100 kB`, `1024 B`. `M` and `MB` are millions, `Mi` and `MiB` are 1024². */
export function readSize(text: string): Reading<number> {
  const [amount, unit] = split(text)
  if (isNumber(amount) && unit === '') return { ok: false, wrong: `${quote(text)} has no unit`, right: `${amount}Mi` }
  const bytes = Math.round(number(amount) * (Object.hasOwn(SIZE, unit) ? SIZE[unit]! : Number.NaN))
  if (!Number.isSafeInteger(bytes))
    return { ok: false, wrong: `${quote(text)} is not a size`, right: '512Mi, 2Gi or 1.5 GB' }
  return read(bytes)
}

/** Thousandths of a CPU, whole, of `500m`, `0.5`, `2`. */
export function readCpu(text: string): Reading<number> {
  const [amount, unit] = split(text)
  const millis = Math.round(number(amount) * (unit === '' ? 1000 : unit === 'm' ? 1 : Number.NaN))
  if (!Number.isSafeInteger(millis))
    return { ok: false, wrong: `${quote(text)} is not a number of CPUs`, right: '500m, 0.5 or 2' }
  return read(millis)
}

/** A share of 1, of `5 %` or `0.5%`. */
export function readShare(text: string): Reading<number> {
  const [amount, unit] = split(text)
  if (isNumber(amount) && unit === '')
    return { ok: false, wrong: `${quote(text)} has no % behind it`, right: `${amount} %` }
  if (unit !== '%' || !isNumber(amount)) return { ok: false, wrong: `${quote(text)} is not a share`, right: '0.5 %' }
  return read(Number(`${amount}e-2`)) // not divided: 0.7 / 100 is not 0.007
}

const RATE: Readonly<Record<string, number>> = { '': 1, '/s': 1, '/sec': 1, '/m': 60, '/min': 60, '/h': 3600 }

/** Per second, of `500/s`, `30/min`, `7200 / h`; a number alone is per second. */
export function readRate(text: string): Reading<number> {
  const [amount, unit] = split(text)
  const per = unit.replace(/\s/g, '')
  if (!isNumber(amount) || !Object.hasOwn(RATE, per))
    return { ok: false, wrong: `${quote(text)} is not a rate`, right: '500/s' }
  return read(Number(amount) / RATE[per]!)
}

export interface Bounds {
  readonly least?: number
  readonly most: number
  /** The bounds as people write them. */
  readonly range: string
}

const WEEK_MS = 7 * 86_400_000

/** How long a load may last, ms. */
export const LOAD_TIME = { least: 1, most: WEEK_MS, range: 'more than 0, up to 7d' } as const satisfies Bounds
/** What may take no time at all, ms. */
export const RAMP_TIME = { most: WEEK_MS, range: 'up to 7d' } as const satisfies Bounds
/** Requests per second. */
export const LOAD_RATE = { least: 1e-6, most: 1e6, range: 'more than 0, up to 1000000/s' } as const satisfies Bounds

export function isWithin(value: number, { least = 0, most }: Bounds): boolean {
  return value >= least && value <= most
}

/** A number as it is written, without a unit: `0.8`, `-3`, `1e6`. */
export function readNumber(text: string): Reading<number> {
  const value = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(value)) return { ok: false, wrong: `${quote(text)} is not a number`, right: '0.8' }
  return read(value)
}

function isNumber(text: string): boolean {
  return /^\d{1,15}(?:\.\d{1,15})?$/.test(text)
}

function number(text: string): number {
  return isNumber(text) ? Number(text) : Number.NaN
}

/** The leading number and what is behind it, without the space between. */
function split(text: string): readonly [amount: string, unit: string] {
  const written = text.trim()
  const digits = /^[\d.]*/.exec(written)?.[0] ?? ''
  return [digits, written.slice(digits.length).trimStart()]
}

function powers(base: number, names: readonly string[], ends: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.flatMap((name, i) => ends.map((end) => [`${name}${end}`, base ** (i + 1)])))
}
