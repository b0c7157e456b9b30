import { parseDocument, stringify } from 'yaml'
import { PerfError } from '../core/error.ts'
import { quote } from '../core/fault.ts'

/** What options say in the place of perf.yaml, as texts of perf.yaml. */
export interface AskedLoad {
  readonly target?: string
  readonly duration?: string
  readonly rate?: string
  readonly limits: readonly string[]
}

/** The file with the options' values in the tests that are asked for; where it is no YAML, as it is, to be complained of. */
export function withAskedLoad(text: string, names: readonly string[] | 'all', asked: AskedLoad): string {
  const { limits, ...single } = asked
  const values = Object.entries({ ...single, ...(limits.length === 0 ? {} : { limits }) })
  const document = parseDocument(text)
  const tests: unknown = values.length === 0 || document.errors.length > 0 ? undefined : document.toJS()?.tests
  if (typeof tests !== 'object' || tests === null) return text
  const asIs = Object.entries(tests).filter(
    ([name, test]) => (names === 'all' || names.includes(name)) && Object(test) === test,
  )
  if (asIs.length === 0) return text
  for (const [name] of asIs)
    for (const [key, value] of values) document.setIn(['tests', name, key], document.createNode(value))
  return document.toString()
}

/** A perf.yaml of one request, for a first try. Throws INPUT where the target is no URL of the web. */
export function firstTry({ target = '', duration = '30s', rate = '10/s', limits }: AskedLoad): string {
  const url = URL.parse(target)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new PerfError('INPUT', `${quote(target)} is not a URL`, { hint: '--target http://localhost:8080' })
  const test = {
    generator: 'http',
    target: url.origin,
    rate,
    duration,
    requests: [`GET ${url.pathname}${url.search}`],
    ...(limits.length === 0 ? {} : { limits }),
  }
  return stringify({ version: 1, tests: { [FIRST_TRY]: test } })
}

/** The name of the test that needs no file. */
export const FIRST_TRY = 'first-try'
