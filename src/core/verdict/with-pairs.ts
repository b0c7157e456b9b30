import type { Summary } from '../summary.ts'
import { ALPHA } from './compare/method.ts'
import { comparePairs } from './compare/pairs.ts'
import { runQuantities } from './compare/run-quantities.ts'
import type { EarlierRun } from './compared.ts'
import type { Check } from './verdict.ts'
import type { WithComparison } from './with-history.ts'

/** Base and head of one session, measured one after the other. */
export interface PairOfRuns {
  readonly base: Summary
  readonly head: Summary
  /** The base as people know it. */
  readonly known: EarlierRun
}

/** Compares each head with its base, in one look at all pairs; nothing is said of runs that are not valid. */
export function compareInPairs(
  pairs: readonly PairOfRuns[],
  { margin, checks }: { readonly margin: number; readonly checks: readonly Check[] },
): WithComparison {
  const about = { with: 'pairs', asked: true, runs: pairs.map(({ known }) => known) } as const
  if (checks.some(({ state }) => state === 'invalid')) {
    const notes = ['The pairs were not compared: not all of their runs are valid.']
    return { comparison: { ...about, state: 'not-judged', notes }, findings: [] }
  }
  const measured = pairs.map(({ base, head }) => ({ base: runQuantities(base, []), head: runQuantities(head, []) }))
  const compared = comparePairs(measured, { margin, strict: true, alpha: ALPHA.pairs })
  const { outcome, reasons, findings, visible, needed, falseAlarms } = compared
  return {
    comparison: {
      ...{ ...about, state: 'compared', notes: reasons, outcome, visible, falseAlarms },
      ...(needed === undefined ? {} : { needed }),
    },
    findings,
  }
}
