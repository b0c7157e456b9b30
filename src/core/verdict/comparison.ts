import type { Finding } from './finding.ts'
import type { Outcome } from './outcome.ts'

/** What a comparison with earlier runs, or in pairs, came to. */
export interface Comparison {
  readonly with: 'history' | 'pairs'
  /** The base runs, or the pairs, that it rests on. */
  readonly size: number
  readonly outcome: Exclude<Outcome, 'invalid'>
  /** Sentences for a person, the most important first; never empty. */
  readonly reasons: readonly string[]
  /** What moved or could have: the most important first. */
  readonly findings: readonly Finding[]
  /**
   * The smallest change (ratio minus one) that would have been found with a probability of 80 %: of what all labels share,
   * and of one label.
   */
  readonly visible: { readonly all?: number; readonly one?: number }
  /** It passes, though errors or a metric may be worse: a further pair would tell. */
  readonly unsettled?: true
  /** Further base runs or pairs after which an inconclusive comparison should be decided. */
  readonly needed?: number
  /** Share of unchanged changes that this rule flags, as simulated. */
  readonly falseAlarms: number
}

/** A metric of the test that runs are compared by. */
export interface ComparedMetric {
  readonly id: string
  readonly better: 'lower' | 'higher'
  readonly unit?: string
  readonly per?: 'request'
}

/** What the test says about comparing. */
export interface ComparisonOptions {
  /** The change that matters in practice, a share: .05. */
  readonly margin: number
  /** History alone may find a regression. */
  readonly strict: boolean
  readonly metrics?: readonly ComparedMetric[]
}
