import type { Side } from './blocks.ts'
import type { Test } from './plan.ts'
import type { Run } from './run.ts'
import type { Window } from './series.ts'

/** The variables of a metric's query, with what they stand for. */
export const QUERY_VARIABLES: Readonly<Record<string, string>> = {
  namespace: "the namespace of the run's Job",
  run: "the run's id",
  test: "the test's name",
  job: "the name of the run's Job",
  pods: "a regular expression that matches the run's pods",
  window:
    'the time under load as a duration, for example 600s; in pairs so much of one block that it looks back into no other',
  step: 'the distance of two points as a duration, for example 5s',
  side: '`base` or `head`: in pairs the side that is asked about, else `head`',
  target: 'the host name of the target under load up to its first dot: `shop-pr` of `http://shop-pr.shop.svc:8080`',
}

/** `$name` or `${name}`; `$$` is a dollar sign. A `$` before anything else stays: PromQL's regular expressions use it. */
const VARIABLE = /\$(?:\$|\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g

/** The variables of a query that nothing stands for, as they are written, each once. */
export function unknownVariables(query: string): readonly string[] {
  const unknown = Array.from(query.matchAll(VARIABLE))
    .filter(([, braced, bare]) => !Object.hasOwn(QUERY_VARIABLES, braced ?? bare ?? 'run'))
    .map(([written]) => written)
  return [...new Set(unknown)]
}

/** The variables that a query names, each as often as it does. */
export function variablesOf(query: string): readonly string[] {
  return Array.from(query.matchAll(VARIABLE)).flatMap(([, braced, bare]) => braced ?? bare ?? [])
}

/** The sides that a query is to be asked about: both, where it names one; undefined: it is the same for both. */
export function sidesOf(query: string, { pairs }: Pick<Test, 'pairs'>): readonly (Side | undefined)[] {
  const named = variablesOf(query)
  return pairs !== undefined && (named.includes('side') || named.includes('target')) ? ['base', 'head'] : [undefined]
}

interface Filled {
  readonly run: QueryRun
  readonly window: Window
  readonly side?: Side | undefined
}

/** The query with its variables filled in. Values are escaped for a quoted string of PromQL; unknown variables stay. */
export function fillQuery(query: string, { run, window, side = 'head' }: Filled): string {
  const { test } = run
  const target = test.pairs?.[side] ?? test.target
  const values: Readonly<Record<string, string>> = {
    namespace: run.namespace,
    run: run.id,
    test: test.name,
    job: run.id,
    // an Indexed Job names its pods <job>-<index>-<random>; its own name has nothing that a regular expression reads
    pods: `${run.id}-[0-9]+-[a-z0-9]+`,
    window: `${Math.max(1, test.pairs === undefined ? window.end - window.start : withinBlock(test))}s`,
    step: `${window.step}s`,
    side,
    ...(target === undefined ? {} : { target: hostOf(target.url) }),
  }
  return query.replace(VARIABLE, (written, braced?: string, bare?: string) => {
    if (written === '$$') return '$'
    const value = values[braced ?? bare ?? '']
    return value === undefined ? written : escapeString(value)
  })
}

type QueryRun = Pick<Run, 'id' | 'namespace'> & {
  readonly test: Pick<Test, 'name' | 'target' | 'pairs' | 'rampMs' | 'durationMs'>
}

/** Four fifths of a block after its ramp, in seconds: what is left are the times at which that much has gone by. */
function withinBlock({ rampMs, durationMs }: QueryRun['test']): number {
  return Math.floor((0.8 * (durationMs - rampMs)) / 1000)
}

function hostOf(url: string): string {
  const { hostname } = new URL(url)
  return /^[\d.]+$|^\[/.test(hostname) ? hostname : hostname.replace(/\..*/, '')
}

const RANGE = /\[\s*((?:\d+(?:ms|[smhdwy]))+)\s*[:\]]/g
const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 } as const

/** How far a filled query looks back, in seconds: the longest of its ranges, 60 of `rate(x[1m])`. */
export function lookback(query: string): number {
  const ranges = Array.from(query.matchAll(RANGE), ([, range = '']) =>
    Array.from(range.matchAll(/(\d+)(ms|[smhdwy])/g)).reduce(
      (sum, [, amount, unit]) => sum + Number(amount) * SECONDS[unit as keyof typeof SECONDS],
      0,
    ),
  )
  return Math.max(0, ...ranges)
}

/** For within `"…"` of PromQL, which has the escapes of Go. */
function escapeString(value: string): string {
  return value.replace(/["'`\\]/g, (found) => `\\${found}`).replace(/\n/g, '\\n')
}

/**
 * At most 1001 points: enough for any chart and far under Prometheus' limit of 11,000. No floor above one second: a run
 * of a minute would have a dozen points at 5 s, and points closer than the scrapes only repeat.
 */
const MOST_POINTS = 1000
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]

/** The window of a range query over a time in ms since 1970, in whole seconds within it. */
export function queryWindow(startMs: number, endMs: number): Window {
  const start = Math.ceil(startMs / 1000)
  const end = Math.max(start, Math.floor(endMs / 1000))
  const span = end - start
  const step = STEPS.find((seconds) => span / seconds <= MOST_POINTS) ?? Math.ceil(span / MOST_POINTS / 3600) * 3600
  return { start, end, step }
}

/** How many points a series has that covers the whole window. */
export function windowPoints({ start, end, step }: Window): number {
  return Math.floor((end - start) / step) + 1
}
