import { runChecks } from './checks.ts'
import { decide } from './decide.ts'
import { judgeGrowth } from './endurance/watch.ts'
import type { Evidence } from './evidence.ts'
import { judgeLimits } from './limits.ts'
import { sideOf } from './parts.ts'
import { borne, type Stress, stressOf } from './stress/stress.ts'
import { stressTold } from './stress/told.ts'
import type { Check, Verdict } from './verdict.ts'
import { compareBlocks } from './with-blocks.ts'
import { compareRun, type WithComparison } from './with-history.ts'
import { screenRun, toBeConfirmed } from './with-screen.ts'

/** What another than the pipeline judges a run by. */
export interface JudgedBy {
  /** Default: all that a run can be checked for. */
  readonly checks?: readonly Check[]
  /** Default: its pairs, or else the run's history, as far as the evidence has one. */
  readonly compare?: (checks: readonly Check[]) => WithComparison
}

/**
 * The verdict over one run: is it valid, does it keep the test's limits, and is it slower than its base or those before it? Fails
 * closed: no data is never a pass.
 */
export function judge(evidence: Evidence, by: JudgedBy = {}): Verdict {
  const inPairs = evidence.test.pairs !== undefined
  const byHistory = evidence.test.confirm === undefined ? compareRun : screenRun
  const byDefault = (found: readonly Check[]) => (inPairs ? compareBlocks : byHistory)(evidence, found)
  const { checks = runChecks(evidence), compare = byDefault } = by
  const failed = checks.find(({ check, state }) => check === 'errors' && state === 'invalid')
  const stress = stressOf(evidence)
  const judged = judgedPart(evidence, stress)
  const limits = judgeLimits(judged, { unjudged: failed && 'too many samples failed to judge latencies', stress })
  const { comparison, findings } = compare(checks)
  const compared = comparison === undefined ? {} : { comparison }
  const growing = judgeGrowth(evidence, checks)
  const shown = stress && { stress, told: stressTold(stress, evidence.test) }
  const { outcome, reasons } = decide({
    checks,
    limits,
    summary: judged.summary,
    ...compared,
    ...shown,
    growth: growing?.shown,
  })
  const verdict: Verdict = {
    schema: 'perf-action/verdict/v1',
    test: evidence.test.name,
    run: evidence.run,
    outcome,
    reasons,
    findings: [...findings, ...(growing?.findings ?? [])],
    ...compared,
    ...(growing && { endurance: growing.endurance }),
    ...(stress && { stress }),
    limits: limits.map(({ result }) => result),
    checks,
  }
  return toBeConfirmed(verdict) === undefined ? verdict : { ...verdict, reasons: [...reasons, CONFIRM] }
}

const CONFIRM = 'Base and head are to be compared in pairs: only what is found there again counts.'

/** What the limits speak of: in pairs of the head, for the base may be as slow as it is; in steps of those that were borne. */
function judgedPart(evidence: Evidence, stress: Stress | undefined): Evidence {
  if (evidence.test.pairs !== undefined) return sideOf(evidence, 'head')
  return stress === undefined ? evidence : borne(evidence, stress)
}
