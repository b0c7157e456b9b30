import type { Evidence } from '../evidence.ts'
import { withBlocks } from '../parts.ts'
import { borneBlocks } from './borne-blocks.ts'
import { type Capacity, capacityOf } from './capacity.ts'
import { courseOf, measureSteps, recoveryPart, type StressStep, stepParts } from './measure.ts'
import { type Recovery, recoveryOf } from './recovery.ts'

/** What a stress test shows of its target. */
export interface Stress {
  /** In ascending order; those without any samples are left out. */
  readonly steps: readonly StressStep[]
  /** Absent: no step has samples. */
  readonly capacity?: Capacity
  /** Absent: too little was measured before or after the peak. */
  readonly recovery?: Recovery
}

/** Measures the steps of a stress test; undefined for another test. */
export function stressOf(evidence: Evidence): Stress | undefined {
  const { test } = evidence
  if (test.steps === undefined) return undefined
  const parts = stepParts(evidence)
  const steps = measureSteps(parts)
  const limits = test.limits.flatMap((limit) => courseOf(limit, parts))
  const capacity = capacityOf(steps, { limits, model: test.rate === undefined ? 'closed' : 'open' })
  const recovery = recoveryOf(parts, recoveryPart(evidence))
  return { steps, ...(capacity && { capacity }), ...(recovery && { recovery }) }
}

/** What of a stress test its limits speak of: an overload is slow and fails, and that is what it was made for. */
export function borne(evidence: Evidence, stress: Stress): Evidence {
  return withBlocks(evidence, borneBlocks(stress))
}
