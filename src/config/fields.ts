/** What the fields of perf.yaml are made of: a text that is read into a quantity, with a description and an example. */
import { z } from 'zod'
import { readLimit } from '../core/limit-parse.ts'
import {
  type Bounds,
  isWithin,
  LOAD_RATE,
  LOAD_TIME,
  type Reading,
  readCpu,
  readDuration,
  readRate,
  readShare,
  readSize,
} from '../core/units.ts'

export interface About {
  readonly description: string
  readonly examples: readonly unknown[]
  /** Shown by editors; filled in by the loader. */
  readonly default?: unknown
}

/** A name that fits a label, a folder and a key: at most 40 of a-z, 0-9 and -. */
export const NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/
/** The name of a metric: a part of an object's key. */
export const METRIC_ID = /^[A-Za-z](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/
/** The name of a Prometheus of the input `prometheus`. */
export const SOURCE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,61}$/
/** The name of a JMeter property. */
export const PROPERTY = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/
/** A registry, a repository, and what makes it one image: a digest, or a tag that does not move by its name. */
const IMAGE =
  /^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?\/)?[a-z0-9][a-z0-9._/-]*(?::(?!latest$)\w[\w.-]{0,127}|(?::\w[\w.-]{0,127})?@sha256:[0-9a-f]{64})$/
/** One line without control characters. */
export const LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u
export const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

function measured(read: (text: string) => Reading<number>, about: About, bounds: Bounds) {
  return z
    .union([z.string(), z.number()])
    .meta({ ...about })
    .transform((written, context): number => {
      const reading = read(String(written))
      if (reading.ok && isWithin(reading.value, bounds)) return reading.value
      const fault = reading.ok
        ? { wrong: `is out of range (${bounds.range})`, right: undefined }
        : { wrong: reading.wrong, right: reading.right }
      context.issues.push({ code: 'custom', message: fault.wrong, params: { right: fault.right }, input: written })
      return z.NEVER
    })
}

/** Milliseconds. */
export const duration = (about: About, bounds: Bounds = LOAD_TIME) => measured(readDuration, about, bounds)

/** Bytes. */
export const memory = (about: About) =>
  measured(readSize, about, { least: 64 * 1024 ** 2, most: 120 * 1024 ** 3, range: '64Mi to 120Gi' })

/** Thousandths of a CPU. */
export const cpu = (about: About) => measured(readCpu, about, { least: 10, most: 16_000, range: '10m to 16' })

/** Per second. */
export const rate = (about: About) => measured(readRate, about, LOAD_RATE)

export const share = (about: About) => measured(readShare, about, { most: 1, range: '0 % to 100 %' })

export const limit = (about: About) =>
  z
    .string()
    .meta({ ...about })
    .transform((written, context) => {
      const reading = readLimit(written)
      if (reading.ok) return reading.value
      context.issues.push({ code: 'custom', message: reading.wrong, params: { right: reading.right }, input: written })
      return z.NEVER
    })

export const choice = <const T extends readonly [string, ...string[]]>(of: T, about: About) =>
  z.enum(of).meta({ ...about })

export const whole = (about: About, { least, most }: { readonly least: number; readonly most: number }) =>
  z
    .int()
    .min(least)
    .max(most)
    .meta({ ...about })

/** A text; `pattern` with what it allows in words. */
export const text = (about: About, pattern?: RegExp, allowed = 'one line of text') =>
  (pattern ? z.string().min(1).regex(pattern, allowed) : z.string().min(1)).meta({ ...about })

/** What a property may be: a text, a number or a switch, in one line. */
export const property = (about: About) =>
  z
    .union([z.string(), z.number(), z.boolean()])
    .meta({ ...about })
    .superRefine((written, context) => {
      if (!LINE.test(String(written))) context.addIssue({ code: 'custom', message: 'must be one line of text' })
    })

export const image = (about: About) => text(about, IMAGE, 'an image with a digest, or with a tag other than latest')

/** The URL of a target: http or https, no user, no fragment. */
export const url = (about: About, { query }: { readonly query: boolean }) =>
  z
    .string()
    .meta({ ...about })
    .superRefine((written, context) => {
      const wrong = urlFault(written, query)
      if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong })
    })

function urlFault(written: string, query: boolean): string | undefined {
  const parsed = LINE.test(written) && !/\s/.test(written) ? URL.parse(written) : null
  if (parsed === null || !/^https?:\/\//i.test(written)) return 'is not an http or https URL'
  if (parsed.username !== '' || parsed.password !== '') return 'must not hold a user or a password'
  if (written.includes('#')) return 'must not have a # part'
  return !query && written.includes('?') ? 'must not have a query' : undefined
}
