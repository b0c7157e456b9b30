import { fillQuery, queryWindow, sidesOf } from '../core/promql.ts'
import type { Run } from '../core/run.ts'
import type { MetricResult } from '../core/series.ts'
import type { MetricQuery, Metrics } from '../ports.ts'

/** The metrics of a test over a time in ms since 1970; one that names a side of a comparison in pairs, for both. */
export async function queryMetrics(
  run: Run,
  { from, to }: { readonly from: number; readonly to: number },
  metrics: Metrics,
): Promise<readonly MetricResult[]> {
  if (!(to > from)) return questions(run).map((question) => ({ ...question, ...NO_TIME }))
  const window = queryWindow(from, to)
  return Promise.all(
    questions(run).map((question) => {
      const query = fillQuery(question.query, { run, window, side: question.side })
      return metrics.range({ ...question, query }, window)
    }),
  )
}

const NO_TIME = {
  window: { start: 0, end: 0, step: 1 },
  state: 'no-data',
  why: 'no pod made load, so there is no time to ask about',
  series: [],
} as const

/** Queries whose variables are not filled in yet. */
function questions({ test }: Run): readonly MetricQuery[] {
  return test.metrics.flatMap(({ id, query, source, unit, per }) =>
    sidesOf(query, test).map((side) => ({
      ...{ id, query, source },
      ...(unit === undefined ? {} : { unit }),
      ...(per === undefined ? {} : { per }),
      ...(side === undefined ? {} : { side }),
    })),
  )
}
