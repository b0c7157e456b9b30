import type { Evidence } from '../evidence.ts'
import { partsOf } from '../parts.ts'
import { borneBlocks } from '../stress/borne-blocks.ts'
import { stressOf } from '../stress/stress.ts'
import type { Check } from '../verdict.ts'
import { worstOf } from './worst.ts'

/**
 * A check of a load, and so of each block where there are several; and which steps of a stress test it speaks of. One that
 * is too much for the target fails and is not answered as it was asked, and none is to be steady: that is no fault of the run.
 */
export interface BlockCheck {
  readonly check: (evidence: Evidence) => Check | undefined
  readonly steps: 'all' | 'borne' | 'none'
}

/** The checks block by block, the worst block for each. */
export function checkBlocks(evidence: Evidence, checks: readonly BlockCheck[]): readonly (Check | undefined)[] {
  const parts = partsOf(evidence)
  const stress = stressOf(evidence)
  if (stress === undefined) return checks.map(({ check }) => worstOf(check, parts))
  const kept = borneBlocks(stress)
  const borne = parts.filter(({ block }) => kept.includes(block))
  const told = checks.filter(({ steps }) => steps !== 'none')
  return told.map(({ check, steps }) => worstOf(check, steps === 'borne' ? borne : parts))
}
