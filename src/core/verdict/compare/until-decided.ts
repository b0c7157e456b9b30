import type { Comparison, ComparisonOptions } from '../comparison.ts'
import { lookAlpha, looks } from './looks.ts'
import { comparePairs, type Pair } from './pairs.ts'

/** What the pairs came to at the look that decided, or else at the last one. */
export interface Looked {
  readonly comparison: Comparison
  /** The pairs that were looked at; those after them say nothing any more. */
  readonly pairs: number
  /** A regression, or a pass in all it speaks of: no further pair is needed. */
  readonly decided: boolean
}

/**
 * Looks at the first pairs of a comparison of at most `most`, then at one more, until it is decided. Whoever looks later,
 * with more pairs at hand, comes to the same. undefined: there are too few for the first look. Source: verdict.md 7, flow A.
 */
export function compareUntilDecided(
  pairs: readonly Pair[],
  { most, ...options }: ComparisonOptions & { readonly most: number },
): Looked | undefined {
  let looked: Looked | undefined
  for (const look of looks(most)) {
    if (look > pairs.length || looked?.decided) break
    const comparison = comparePairs(pairs.slice(0, look), { ...options, alpha: lookAlpha(look, most) })
    const { outcome, unsettled = false } = comparison
    const decided = outcome === 'regression' || (outcome === 'pass' && !unsettled)
    looked = { comparison, pairs: look, decided }
  }
  return looked
}
