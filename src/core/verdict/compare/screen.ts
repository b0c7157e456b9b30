import type { Comparison } from '../comparison.ts'
import type { RunQuantities } from '../quantities.ts'
import { benjaminiHochberg } from './families.ts'
import { type HistoryOptions, historyFigures } from './history.ts'
import { type Hypothesis, matters } from './hypothesis.ts'
import { ALPHA } from './method.ts'
import type { Assessment } from './outcome.ts'
import { type Pair, type PairsOptions, pairsFigures, toldInPairs } from './pairs.ts'

/** Pairs in a fresh job that confirm what a history suspects. */
export const CONFIRMING_PAIRS = 3

/** One thing that a history suspects. */
export type Suspicion = Pick<Hypothesis, 'family' | 'label' | 'metric'>

/**
 * What of a run is to be confirmed in pairs: all that a history would warn of, since pairs have the last word. Empty: the
 * comparison with its history stands, and is no warning.
 */
export function suspicions(
  head: RunQuantities,
  base: readonly RunQuantities[],
  options: HistoryOptions,
): readonly Suspicion[] {
  const { worse, suspect } = historyFigures(head, base, options).assessment
  return [...worse, ...suspect].map(({ family, label, metric }) => ({ family, label, metric }))
}

/** A comparison in pairs, and what of the suspicions it has nothing to say of. */
export interface Confirmation {
  readonly comparison: Comparison
  /** Suspected, and not to be compared in these pairs: neither confirmed nor refuted. */
  readonly untold: readonly Suspicion[]
}

/** Judges in fresh pairs: only what was suspected, and is found again among its like, is a regression. */
export function confirmInPairs(
  pairs: readonly Pair[],
  suspected: readonly Suspicion[],
  options: Omit<PairsOptions, 'alpha'>,
): Confirmation {
  const atAlpha = { ...options, alpha: ALPHA.pairs }
  const figures = pairsFigures(pairs, atAlpha)
  const compared = new Set(figures.tested.map(key))
  return {
    comparison: toldInPairs(pairs, { ...figures, assessment: confirmed(figures, suspected) }, atAlpha),
    untold: suspected.filter((suspicion) => !compared.has(key(suspicion))),
  }
}

/** What pairs say of suspicions; what they show beside them is suspect at most. */
export function confirmed(
  { tested, assessment }: { readonly tested: readonly Hypothesis[]; readonly assessment: Assessment },
  suspected: readonly Suspicion[],
): Assessment {
  const named = new Set(suspected.map(key))
  const again = tested.filter((hypothesis) => named.has(key(hypothesis)))
  const flags = benjaminiHochberg(
    again.map(({ tested: { p } }) => p),
    ALPHA.pairs,
  )
  const worse = again.filter((hypothesis, i) => flags[i] && matters(hypothesis))
  const suspect = [...assessment.worse, ...assessment.suspect].filter((hypothesis) => !worse.includes(hypothesis))
  const calm = assessment.open.length > 0 ? 'inconclusive' : 'pass'
  return {
    ...assessment,
    worse,
    suspect,
    outcome: worse.length > 0 ? 'regression' : suspect.length > 0 ? 'warn' : calm,
  }
}

function key({ family, label, metric }: Suspicion): string {
  return JSON.stringify([family, label, metric])
}
