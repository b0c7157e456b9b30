import type { Baseline } from '../baseline.ts'
import type { Comparison } from './comparison.ts'
import type { Evidence } from './evidence.ts'
import { compareCapacity } from './stress/compare-capacity.ts'
import { stressOf } from './stress/stress.ts'

/** A stress test beside earlier ones, by what the target bears; undefined: this run or all of those have no capacity. */
export function byCapacity(evidence: Evidence, { runs }: Pick<Baseline, 'runs'>): Comparison | undefined {
  const capacity = stressOf(evidence)?.capacity
  const base = runs.flatMap(({ quantities }) => quantities.capacity ?? [])
  if (capacity === undefined || base.length === 0) return undefined
  return compareCapacity(capacity, base, evidence.test.compare?.margin)
}
