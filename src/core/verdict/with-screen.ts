import type { Screened } from '../plan.ts'
import { suspicions } from './compare/screen.ts'
import type { Evidence } from './evidence.ts'
import type { Check, Verdict } from './verdict.ts'
import { asQuestion, compareRun, type WithComparison } from './with-history.ts'

/**
 * Compares the run with its history, which may make a change suspect; only pairs can make it a regression. What a person
 * accepted is suspected of nothing. Source: verdict.md 7, flow B.
 */
export function screenRun(evidence: Evidence, checks: readonly Check[]): WithComparison {
  const found = compareRun(evidence, checks)
  const { comparison } = found
  const { history } = evidence
  if (comparison?.state !== 'compared' || comparison.accepted !== undefined || history?.state !== 'read') return found
  const { head, base, options } = asQuestion(evidence, history.baseline)
  const suspected = suspicions(head, base, options)
  return suspected.length === 0 ? found : { ...found, comparison: { ...comparison, suspected } }
}

/** What a run in pairs is to confirm; undefined: the verdict stands as it is, whatever pairs would show. */
export function toBeConfirmed({ run, outcome, comparison }: Verdict): Screened | undefined {
  if (outcome !== 'warn' && outcome !== 'inconclusive') return undefined
  if (comparison?.suspected === undefined || comparison.branch === undefined) return undefined
  const { branch, runs, suspected, visible = {} } = comparison
  return { run, branch, runs: runs.length, visible, suspected }
}
