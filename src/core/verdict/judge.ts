import { runChecks } from './checks.ts'
import { decide } from './decide.ts'
import type { Evidence } from './evidence.ts'
import { judgeLimits } from './limits.ts'
import type { Verdict } from './verdict.ts'

/** The verdict over one run: is it valid, and does it keep the test's limits? Fails closed: no data is never a pass. */
export function judge(evidence: Evidence): Verdict {
  const checks = runChecks(evidence)
  const failed = checks.find(({ check, state }) => check === 'errors' && state === 'invalid')
  const limits = judgeLimits(evidence, failed && 'too many samples failed to judge latencies')
  const { outcome, reasons } = decide({ checks, limits, summary: evidence.summary })
  return {
    schema: 'perf-action/verdict/v1',
    test: evidence.test.name,
    run: evidence.run,
    outcome,
    reasons,
    findings: [],
    limits: limits.map(({ result }) => result),
    checks,
  }
}
