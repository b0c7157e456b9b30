import { stringify } from 'yaml'
import { quote } from '../core/fault.ts'
import { readLimit } from '../core/limit-parse.ts'
import type { Overrides } from '../core/request.ts'
import {
  type Bounds,
  isWithin,
  LOAD_RATE,
  LOAD_TIME,
  RAMP_TIME,
  type Reading,
  readDuration,
  readRate,
} from '../core/units.ts'
import type { Given } from './command.ts'
import type { Complaints } from './complaints.ts'

/** What options say of the load, over perf.yaml or without it. */
export interface AskedLoad extends Omit<Overrides, 'target'> {
  readonly target?: URL
}

/** Reads --target, --duration, --ramp, --rate and --limit. */
export function readAskedLoad(given: Given, complaints: Complaints): AskedLoad {
  const read = <T>(option: string, reader: (text: string) => Reading<T>): T | undefined => {
    const text = given.text(option)
    return text === undefined ? undefined : complaints.read(option, reader(text))
  }
  const target = read('target', readTarget)
  const durationMs = read('duration', bounded(readDuration, LOAD_TIME, '30s'))
  const rampMs = read('ramp', bounded(readDuration, RAMP_TIME, '10s'))
  const rate = read('rate', bounded(readRate, LOAD_RATE, '10/s'))
  const limits = given.list('limit').flatMap((text) => complaints.read('limit', readLimit(text)) ?? [])
  return {
    ...(target === undefined ? {} : { target }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(rampMs === undefined ? {} : { rampMs }),
    ...(rate === undefined ? {} : { rate }),
    ...(limits.length === 0 ? {} : { limits }),
  }
}

/** As perf.yaml takes it, where the same is out of range. */
function bounded(reader: (text: string) => Reading<number>, bounds: Bounds, right: string) {
  return (text: string): Reading<number> => {
    const reading = reader(text)
    if (!reading.ok || isWithin(reading.value, bounds)) return reading
    return { ok: false, wrong: `${quote(text)} is out of range (${bounds.range})`, right }
  }
}

function readTarget(text: string): Reading<URL> {
  const right = 'http://localhost:8080'
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null
  if (url === null) return { ok: false, wrong: `${quote(text)} is not a URL of http or https`, right }
  if (url.username !== '' || url.password !== '')
    return { ok: false, wrong: 'a URL with a password is not taken', right }
  return { ok: true, value: url }
}

/** The name of the test that needs no file. */
export const FIRST_TRY = 'first-try'

/** A perf.yaml of one request, for a first try: brief and gentle, unless options say otherwise. */
export function firstTry({ origin, pathname, search }: URL): string {
  const requests = [`GET ${pathname}${search}`]
  const test = { generator: 'http', target: origin, rate: '10/s', duration: '30s', requests }
  return stringify({ version: 1, tests: { [FIRST_TRY]: test } })
}
