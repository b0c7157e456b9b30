import type { Compared } from '../core/verdict/compared.ts'
import type { Finding } from '../core/verdict/finding.ts'
import { clean } from './clean.ts'
import { type ComparisonPart, MOST } from './section.ts'

/** What a comparison came to → its part of a section. */
export function comparisonPart(compared: Compared, findings: readonly Finding[]): ComparisonPart {
  const { state, notes, branch, runs, at, visible = {}, falseAlarms } = compared
  const newest = compared.with === 'pairs' ? undefined : runs[0]
  return {
    state,
    notes: notes.slice(0, MOST.reasons).map(cut),
    ...(branch === undefined ? {} : { branch: cut(branch) }),
    runs: runs.length,
    ...(compared.with === 'pairs' ? { pairs: pairsOf(compared) } : {}),
    ...(newest === undefined
      ? {}
      : { newest: { revision: cut(newest.revision), ...(at === undefined ? {} : { before: at - newest.at }) } }),
    changes: findings.slice(0, MOST.changes).map((finding) => ({
      ...{ ...finding, label: cut(finding.label), metric: cut(finding.metric) },
      ...(finding.unit === undefined ? {} : { unit: cut(finding.unit) }),
    })),
    visible,
    ...(falseAlarms === undefined ? {} : { falseAlarms }),
  }
}

function pairsOf({ runs, most = runs.length, revisions: { base, head } = {} }: Compared) {
  return {
    most,
    ...(base === undefined ? {} : { base: cut(base) }),
    ...(head === undefined ? {} : { head: cut(head) }),
  }
}

function cut(untrusted: string): string {
  return clean(untrusted, MOST.text)
}
