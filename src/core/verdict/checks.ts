import { type BlockCheck, checkBlocks } from './checks/blocks.ts'
import { checkControl } from './checks/control.ts'
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
import type { Evidence } from './evidence.ts'
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
  checkControl,
]

const OF_A_BLOCK: readonly BlockCheck[] = [
  { check: checkErrors, steps: 'borne' },
  { check: checkStart, steps: 'all' },
  { check: checkLength, steps: 'all' },
  { check: checkOffered, steps: 'none' },
  { check: checkCpu, steps: 'all' },
  { check: checkThrottling, steps: 'all' },
  { check: checkGc, steps: 'all' },
  { check: checkLag, steps: 'borne' },
  { check: checkWarmUp, steps: 'none' },
]

/** The validity checks that one run alone can answer. */
export function runChecks(evidence: Evidence): readonly Check[] {
  const ofTheRun = OF_THE_RUN.map((check) => check(evidence))
  return [...ofTheRun, ...checkBlocks(evidence, OF_A_BLOCK)].filter((check) => check !== undefined)
}
