import type { ComparisonOptions } from '../comparison.ts'
import type { RunQuantities } from '../quantities.ts'
import type { Differences, Row } from './differences.ts'
import { errorRate, total } from './error-rate.ts'
import { ALL, type Hypothesis } from './hypothesis.ts'
import type { Method } from './method.ts'
import { ratio } from './ratio.ts'

/** How a quantity of runs is compared: against a history, or in pairs. */
export type Differ = (row: (run: RunQuantities) => Row) => Differences

/** Runs on both sides, and how they are compared. */
export interface Compared {
  readonly heads: readonly RunQuantities[]
  readonly bases: readonly RunQuantities[]
  readonly labels: readonly string[]
  readonly differ: Differ
  readonly method: Method
  readonly options: ComparisonOptions
}

/**
 * How the family shares its error: most to what is asked of all requests, so that neither many labels nor many metrics
 * blind it. Set on the seed 7 of bench/verdict/errors.ts, and judged on others.
 */
const SHARES = { errors: 0.6, resources: 0.3, labels: 0.1 } as const

/** The third family: error rates of all requests and of each label, throughput, and the metrics of the test. */
export function otherHypotheses(compared: Compared): readonly Hypothesis[] {
  const { labels, options } = compared
  const metrics = (options.metrics ?? []).map(({ id, better, ...about }) =>
    ratio(compared, id, { of: (run) => run.metrics[id], better, ...about }),
  )
  // of one label it would be the same again
  const each = labels.length > 1 ? labels : []
  const one = (label: string) => (run: RunQuantities) => run.labels.find((row) => row.label === label)
  return [
    ...shared(SHARES.errors, [errorRate(compared, ALL, total)]),
    ...shared(
      SHARES.labels,
      each.map((label) => errorRate(compared, label, one(label))),
    ),
    ...shared(SHARES.resources, [
      ratio(compared, 'throughput', { of: ({ throughput }) => throughput, better: 'higher', unit: '1/s' }),
      ...metrics,
    ]),
  ]
}

/** Gives each of those that are there its part. */
function shared(share: number, all: readonly (Hypothesis | undefined)[]): readonly Hypothesis[] {
  const there = all.filter((hypothesis) => hypothesis !== undefined)
  return there.map((hypothesis) => ({ ...hypothesis, weight: share / there.length }))
}
