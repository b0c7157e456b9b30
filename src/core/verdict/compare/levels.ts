import type { QuantileName, RunQuantities } from '../quantities.ts'
import { mean, median } from './location.ts'
import { PASSED } from './panel.ts'

/**
 * Of each run how much its labels are above their own middle (log): the median over the labels, the mean of p50 and p95; NaN
 * where a run has none of them.
 */
export function levelsOf(runs: readonly RunQuantities[]): readonly number[] {
  const parts = PASSED.map((name) => {
    const labels = [...new Set(runs.flatMap((run) => run.labels.map(({ label }) => label)))]
    const rows = runs.map((run) => labels.map((label) => lnOf(run, label, name)))
    const middles = labels.map((_, i) => median(rows.flatMap((row) => row[i] ?? [])))
    return rows.map((row) => median(row.flatMap((ln, i) => (ln === undefined ? [] : ln - middles[i]!))))
  })
  return runs.map((_, i) => mean(parts.map((part) => part[i]!)))
}

function lnOf({ labels }: RunQuantities, label: string, name: QuantileName): number | undefined {
  return labels.find((one) => one.label === label)?.quantiles[name]?.ln
}
