import type { BlockSummary, SummaryWarning } from '../core/summary.ts'

/** As failures.ts, label-table.ts and their default bounds say. */
const MOST_LABELS = 1000
const MOST_FAILURES = 200
const MOST_FAILURES_OF_A_BLOCK = 5000

/**
 * Whether a bound on labels or failures is reached. Which ones are counted together then depends on what came first, so
 * parts of a file would not add up to what one reader finds.
 */
export function isFull(blocks: readonly BlockSummary[], warnings: readonly SummaryWarning[]): boolean {
  if (warnings.some(({ code }) => code === 'labels')) return true
  return blocks.some(({ labels, transactions }) => {
    if (Math.max(labels.length, transactions.length) > MOST_LABELS) return true
    const failures = [...labels, ...transactions].map((label) => label.failures.length)
    if (failures.reduce((sum, count) => sum + count, 0) > MOST_FAILURES_OF_A_BLOCK) return true
    return failures.some((count) => count > MOST_FAILURES)
  })
}
