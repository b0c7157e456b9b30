import { ALPHA } from './compare/method.ts'
import { comparePairs } from './compare/pairs.ts'
import { runQuantities } from './compare/run-quantities.ts'
import type { EarlierRun } from './compared.ts'
import type { ComparedMetric } from './comparison.ts'
import type { Evidence } from './evidence.ts'
import { failsAlone, onlyErrors } from './only-errors.ts'
import type { Check } from './verdict.ts'
import type { WithComparison } from './with-history.ts'

type Measured = Pick<Evidence, 'summary' | 'metrics'>

/** Base and head of one session, measured one after the other. */
export interface PairOfRuns {
  readonly base: Measured
  readonly head: Measured
  /** The base as people know it. */
  readonly known: EarlierRun
}

interface Asked {
  readonly margin: number
  readonly metrics: readonly ComparedMetric[]
  readonly checks: readonly Check[]
}

/** Compares each head with its base, in one look at all pairs; nothing is said of runs that are not valid, but that the heads fail. */
export function compareInPairs(pairs: readonly PairOfRuns[], { margin, metrics, checks }: Asked): WithComparison {
  const about = { with: 'pairs', asked: true, runs: pairs.map(({ known }) => known) } as const
  const measure = ({ summary, metrics: results }: Measured) => runQuantities(summary, results)
  const measured = pairs.map(({ base, head }) => ({ base: measure(base), head: measure(head) }))
  const invalid = checks.some(({ state }) => state === 'invalid')
  const options = { margin, strict: true, alpha: ALPHA.pairs, metrics }
  const compared = comparePairs(invalid ? measured.map(onlyErrors) : measured, options)
  if (invalid && !(failsAlone(checks) && compared.outcome === 'regression')) {
    const notes = ['The pairs were not compared: not all of their runs are valid.']
    return { comparison: { ...about, state: 'not-judged', notes }, findings: [] }
  }
  const { outcome, reasons, findings, visible, needed, falseAlarms } = compared
  return {
    comparison: {
      ...{ ...about, state: 'compared', notes: reasons, outcome, visible, falseAlarms },
      ...(needed === undefined ? {} : { needed }),
    },
    findings,
  }
}
