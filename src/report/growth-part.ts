import type { Endurance } from '../core/verdict/endurance/endurance.ts'
import type { Finding } from '../core/verdict/finding.ts'
import { clean } from './clean.ts'
import type { GrowthPart, GrowthRow } from './growth-section.ts'
import { MOST } from './section-fields.ts'

/** What became of watching a run for growth → its part of a section. */
export function growthPart(endurance: Endurance, findings: readonly Finding[]): GrowthPart {
  const { state, from, to, horizonMs, notes } = endurance
  const rows = findings.flatMap(rowOf)
  return {
    state,
    ...(from === undefined || to === undefined ? {} : { seconds: (to - from) / 1000 }),
    horizon: horizonMs / 1000,
    notes: notes.slice(0, MOST.reasons).map(cut),
    rows: [...rows].sort((a, b) => rank(a) - rank(b)).slice(0, MOST.changes),
    watched: rows.length,
  }
}

/** What grew, what may have, then the metrics, then what all labels share: what a reader looks for. */
function rank({ outcome, kind, of, label }: GrowthRow): number {
  const found = ['regression', 'warn', 'inconclusive'].indexOf(outcome)
  if (found >= 0) return found
  if (kind !== 'steady') return 3
  return of === 'metric' ? 4 : label === '*' ? 5 : 6
}

function rowOf({
  label,
  metric,
  change,
  low,
  high,
  outcome,
  before = 0,
  after = 0,
  growth,
}: Finding): readonly GrowthRow[] {
  if (growth === undefined) return []
  const { of, kind, unit, reaches } = growth
  return [
    {
      ...{ label: cut(label), metric: cut(metric), of, kind, outcome, change, low, high, before, after },
      ...(unit === undefined ? {} : { unit: cut(unit) }),
      ...(reaches === undefined ? {} : { reaches: { bound: reaches.bound, seconds: seconds(reaches.after) } }),
    },
  ]
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000
}

function cut(untrusted: string): string {
  return clean(untrusted, MOST.text)
}
