import type { Comparison, ComparisonOptions } from '../comparison.ts'
import type { RunQuantities } from '../quantities.ts'

/** `older`: runs before the last restart, segment by segment; they tell how much runs vary, and nothing of the level. */
export interface HistoryOptions extends ComparisonOptions {
  readonly older?: readonly (readonly RunQuantities[])[]
}

/** Judges one run against `base`: newest first, at most 20, all of one fingerprint since the last restart, never none. */
export function compareWithHistory(
  _head: RunQuantities,
  base: readonly RunQuantities[],
  _options: HistoryOptions,
): Comparison {
  return {
    with: 'history',
    size: base.length,
    outcome: 'inconclusive',
    reasons: ['The history is not judged yet.'],
    findings: [],
    visible: {},
    falseAlarms: 0,
  }
}
