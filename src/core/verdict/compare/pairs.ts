import type { Comparison, ComparisonOptions } from '../comparison.ts'
import type { RunQuantities } from '../quantities.ts'

/** Base and head, measured one after the other under the same conditions. */
export interface Pair {
  readonly base: RunQuantities
  readonly head: RunQuantities
}

/** `alpha`: of this look (looks.ts); `history`: earlier pairs of which both sides were the same code, newest first. */
export interface PairsOptions extends ComparisonOptions {
  readonly alpha: number
  readonly history?: readonly Pair[]
}

/** Judges the head by its differences to the base in the same session; never called without a pair. */
export function comparePairs(pairs: readonly Pair[], _options: PairsOptions): Comparison {
  return {
    with: 'pairs',
    size: pairs.length,
    outcome: 'inconclusive',
    reasons: ['Pairs are not judged yet.'],
    findings: [],
    visible: {},
    falseAlarms: 0,
  }
}
