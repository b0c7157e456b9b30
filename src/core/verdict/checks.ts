import { checkErrors } from './checks/errors.ts'
import { checkCpu, checkGc, checkThrottling } from './checks/generator.ts'
import { checkLag } from './checks/lag.ts'
import { checkLength } from './checks/length.ts'
import { checkOffered } from './checks/offered.ts'
import { checkEnds, checkJob, checkReported, checkSamples, checkStart } from './checks/pods.ts'
import { checkRevision } from './checks/revision.ts'
import { checkRows } from './checks/rows.ts'
import { checkSymmetry } from './checks/symmetry.ts'
import { checkWarmUp } from './checks/warm-up.ts'
import { worstOf } from './checks/worst.ts'
import type { Evidence } from './evidence.ts'
import { partsOf } from './parts.ts'
import type { Check } from './verdict.ts'

type CheckOf = (evidence: Evidence) => Check | undefined

/** All that may make a run worthless, most basic first (facts: verdict.md 10). A check that does not apply is left out. */
const OF_THE_RUN: readonly CheckOf[] = [
  checkJob,
  checkReported,
  checkEnds,
  checkSamples,
  checkRows,
  checkRevision,
  checkSymmetry,
]

/** Of a load, and so of each block where there are several. */
const OF_A_BLOCK: readonly CheckOf[] = [
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
  const parts = partsOf(evidence)
  return [...OF_THE_RUN.map((check) => check(evidence)), ...OF_A_BLOCK.map((check) => worstOf(check, parts))].filter(
    (check) => check !== undefined,
  )
}
