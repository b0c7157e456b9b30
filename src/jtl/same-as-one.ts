import { MAX_OF_A_BLOCK, MAX_OF_A_LABEL } from '../core/jtl/failures.ts'
import { MAX_LABELS } from '../core/jtl/label-table.ts'
import type { BlockSummary, SummaryWarning } from '../core/summary.ts'

/** More than any number of a row: they have 15 digits at most. */
const MOST_OF_A_ROW = 1e15
const SUMS = ['count', 'sum', 'bytes', 'sent'] as const

/**
 * Whether a bound on labels or failures is reached. Which ones are counted together then depends on what came first, so
 * parts of a file would not add up to what one reader finds.
 */
export function isFull(blocks: readonly BlockSummary[], warnings: readonly SummaryWarning[]): boolean {
  if (warnings.some(({ code }) => code === 'labels')) return true
  return blocks.some(({ labels, transactions }) => {
    if (Math.max(labels.length, transactions.length) > MAX_LABELS) return true
    const failures = [...labels, ...transactions].map((label) => label.failures.length)
    if (failures.reduce((sum, count) => sum + count, 0) > MAX_OF_A_BLOCK) return true
    return failures.some((count) => count > MAX_OF_A_LABEL)
  })
}

/**
 * Whether one reader of all these parts may have refused a row, since sums would not stay exact with it; or a reader of
 * one of them, who need not have told of it.
 */
export function mayOverflow(parts: readonly BlockSummary[]): boolean {
  const labels = parts.flatMap((part) => [...part.labels, ...part.transactions])
  const most = Number.MAX_SAFE_INTEGER - MOST_OF_A_ROW
  return SUMS.some((name) => labels.reduce((sum, label) => sum + (label[name] ?? 0), 0) > most)
}
