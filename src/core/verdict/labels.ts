import { mergeHistograms } from '../stats/merge-histograms.ts'
import type { SparseHistogram } from '../stats/sparse-histogram.ts'
import type { LabelBlock, Summary } from '../summary.ts'

/** What a limit may speak of: one label, or all of them. */
export interface Measured {
  readonly count: number
  readonly errors: number
  /** Elapsed of the successes. */
  readonly successes: SparseHistogram
  readonly parts: readonly LabelBlock[]
}

/** All labels together, transactions apart; with a label, that label (or transaction) over all blocks. */
export function measured(summary: Summary, label?: string): Measured | undefined {
  const parts = summary.blocks.flatMap(({ labels, transactions }) => {
    if (label === undefined) return labels
    const named = labels.filter((part) => part.label === label)
    return named.length > 0 ? named : transactions.filter((part) => part.label === label)
  })
  if (label !== undefined && parts.length === 0) return undefined
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    errors: parts.reduce((sum, part) => sum + part.errors, 0),
    successes: mergeHistograms(parts.map((part) => part.successes)),
    parts,
  }
}

/** The labels that a limit may name. */
export function knownLabels(summary: Summary): readonly string[] {
  return [...new Set([...summary.labels, ...summary.transactions].map(({ label }) => label))]
}
