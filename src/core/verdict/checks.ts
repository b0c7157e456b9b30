import { checkErrors } from './checks/errors.ts'
import { checkCpu, checkGc, checkThrottling } from './checks/generator.ts'
import { checkLag } from './checks/lag.ts'
import { checkLength } from './checks/length.ts'
import { checkOffered } from './checks/offered.ts'
import { checkEnds, checkJob, checkReported, checkSamples, checkStart } from './checks/pods.ts'
import { checkRows } from './checks/rows.ts'
import { checkWarmUp } from './checks/warm-up.ts'
import type { Evidence } from './evidence.ts'
import type { Check } from './verdict.ts'

/** All that may make a run worthless, most basic first (facts: verdict.md 10). A check that does not apply is left out. */
const CHECKS: readonly ((evidence: Evidence) => Check | undefined)[] = [
  checkJob,
  checkReported,
  checkEnds,
  checkSamples,
  checkRows,
  checkErrors,
  checkStart,
  checkLength,
  checkOffered,
  checkCpu,
  checkThrottling,
  checkGc,
  checkLag,
  checkWarmUp,
]

/** The validity checks that one run alone can answer. */
export function runChecks(evidence: Evidence): readonly Check[] {
  return CHECKS.map((check) => check(evidence)).filter((check) => check !== undefined)
}
