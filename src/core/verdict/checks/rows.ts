import { count, share } from '../../figure.ts'
import type { Evidence } from '../evidence.ts'
import type { Check } from '../verdict.ts'
import { graded } from './graded.ts'

/** Warnings that tell of a row that was not counted; others tell of what is odd, and was read. */
const SKIPS: readonly string[] = ['damaged-row', 'truncated-row', 'timestamp-format', 'overflow', 'refused']

/** Damage in the result files: rows that could not be read. */
export function checkRows({ summary: { rows, warnings } }: Pick<Evidence, 'summary'>): Check | undefined {
  if (rows.read + rows.skipped === 0) return undefined
  const lost = rows.skipped / (rows.read + rows.skipped)
  const skip = warnings.find(({ code }) => SKIPS.includes(code))
  const first = skip === undefined ? '' : ` (${skip.message})`
  return graded({
    check: 'rows',
    value: lost,
    unit: 'share',
    warn: 0,
    invalid: 0.01,
    note:
      rows.skipped === 0
        ? `all ${count(rows.read)} rows of the results were read`
        : `${count(rows.skipped)} of ${count(rows.read + rows.skipped)} rows (${share(lost)}) could not be read${first}`,
    remedy: 'a cut last row is harmless, more of them mean that the plan or a plugin writes another format',
  })
}
