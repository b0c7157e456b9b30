import type { Evidence } from '../evidence.ts'
import { steadyPart } from '../steady.ts'
import { type Span, withoutStart } from './blocks.ts'

/** Without the ramp and without the first fifth, whichever is longer; until the first pod ended. undefined: there is none. */
export function timeThatCounts(evidence: Evidence): Span | undefined {
  const steady = steadyPart(evidence)
  if (steady === undefined) return undefined
  const { from, to } = withoutStart({ from: evidence.summary.total.first, to: steady.to })
  return { from: Math.max(from, steady.from), to }
}
