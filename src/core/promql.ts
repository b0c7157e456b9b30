import type { Run } from './run.ts'
import type { Window } from './series.ts'

/** The variables of a metric's query, with what they stand for. */
export const QUERY_VARIABLES: Readonly<Record<string, string>> = {
  namespace: "the namespace of the run's Job",
  run: "the run's id",
  test: "the test's name",
  job: "the name of the run's Job",
  pods: "a regular expression that matches the run's pods",
  window: 'the time under load as a duration, for example 600s',
  step: 'the distance of two points as a duration, for example 5s',
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

/** The query with its variables filled in. Values are escaped for a quoted string of PromQL; unknown variables stay. */
export function fillQuery(query: string, { run, window }: { readonly run: QueryRun; readonly window: Window }): string {
  const values: Readonly<Record<string, string>> = {
    namespace: run.namespace,
    run: run.id,
    test: run.test.name,
    job: run.id,
    // an Indexed Job names its pods <job>-<index>-<random>; its own name has nothing that a regular expression reads
    pods: `${run.id}-[0-9]+-[a-z0-9]+`,
    window: `${Math.max(1, window.end - window.start)}s`,
    step: `${window.step}s`,
  }
  return query.replace(VARIABLE, (written, braced?: string, bare?: string) => {
    if (written === '$$') return '$'
    const value = values[braced ?? bare ?? '']
    return value === undefined ? written : escapeString(value)
  })
}

type QueryRun = Pick<Run, 'id' | 'namespace'> & { readonly test: Pick<Run['test'], 'name'> }

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
