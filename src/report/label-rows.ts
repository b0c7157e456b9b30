import type { Summary } from '../core/summary.ts'
import { measured } from '../core/verdict/labels.ts'
import { measureLatency } from '../core/verdict/latency.ts'
import type { LabelRow } from './section.ts'

/** More failures than this put a label before the slow ones. */
const FAILING = 0.01

/** A row for every label: those that fail first, then the slowest. A quantile of too few samples is null. */
export function labelRows(summary: Summary): readonly LabelRow[] {
  return [...new Set(summary.labels.map(({ label }) => label))]
    .flatMap((label) => rowOf(summary, label))
    .sort((a, b) => failing(b) - failing(a) || (b.p95 ?? b.p50 ?? 0) - (a.p95 ?? a.p50 ?? 0))
}

/** The row of all labels together. */
export function totalRow(summary: Summary): LabelRow | undefined {
  return rowOf(summary, undefined)[0]
}

function rowOf(summary: Summary, label: string | undefined): readonly LabelRow[] {
  const all = measured(summary, label)
  if (all === undefined || all.count === 0) return []
  const quantile = (q: number) => measureLatency({ quantile: q }, all).actual
  const { count, errors } = all
  return [{ label: label ?? 'all', count, errors, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) }]
}

function failing({ count, errors }: LabelRow): number {
  const share = errors / count
  return share > FAILING ? share : 0
}
