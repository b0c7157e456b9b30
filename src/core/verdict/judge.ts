import { runChecks } from './checks.ts'
import { decide } from './decide.ts'
import type { Evidence } from './evidence.ts'
import { judgeLimits } from './limits.ts'
import type { Check, Verdict } from './verdict.ts'
import { compareRun, type WithComparison } from './with-history.ts'

/** What another than the pipeline judges a run by. */
export interface JudgedBy {
  /** Default: all that a run can be checked for. */
  readonly checks?: readonly Check[]
  /** Default: the run's history, as far as the evidence has one. */
  readonly compare?: (checks: readonly Check[]) => WithComparison
}

/**
 * The verdict over one run: is it valid, does it keep the test's limits, and is it slower than those before it? Fails
 * closed: no data is never a pass.
 */
export function judge(evidence: Evidence, by: JudgedBy = {}): Verdict {
  const { checks = runChecks(evidence), compare = (found) => compareRun(evidence, found) } = by
  const failed = checks.find(({ check, state }) => check === 'errors' && state === 'invalid')
  const limits = judgeLimits(evidence, failed && 'too many samples failed to judge latencies')
  const { comparison, findings } = compare(checks)
  const compared = comparison === undefined ? {} : { comparison }
  const { outcome, reasons } = decide({ checks, limits, summary: evidence.summary, ...compared })
  return {
    schema: 'perf-action/verdict/v1',
    test: evidence.test.name,
    run: evidence.run,
    outcome,
    reasons,
    findings,
    ...compared,
    limits: limits.map(({ result }) => result),
    checks,
  }
}
