import type { History } from '../core/baseline.ts'
import { MOST_RUNS } from '../core/baseline.ts'
import { fingerprint } from '../core/fingerprint.ts'
import type { HistoryRecord } from '../core/history.ts'
import type { Test } from '../core/plan.ts'
import type { Summary } from '../core/summary.ts'
import { runQuantities } from '../core/verdict/compare/run-quantities.ts'
import type { Evidence } from '../core/verdict/evidence.ts'
import { checkFiles, fileEvidence } from '../core/verdict/files.ts'
import type { Check } from '../core/verdict/verdict.ts'
import { compareInPairs, type PairOfRuns } from '../core/verdict/with-pairs.ts'
import { clean } from '../report/clean.ts'

/** A base run by the file or folder that its results are from. */
export interface BaseRun {
  readonly path: string
  readonly summary: Summary
}

/** Each a run of the same test, the newest 20 count. */
function historyOf(base: readonly BaseRun[], test: Test): History {
  const runs = base
    .filter(({ summary }) => summary.total.count > 0)
    .map(
      ({ path, summary }): HistoryRecord => ({
        schema: 'perf-action/history/v1',
        test: test.name,
        run: path,
        at: summary.total.first,
        branch: BRANCH,
        revision: '',
        fingerprint: fingerprint(test),
        restart: false,
        quantities: runQuantities(summary, []),
      }),
    )
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST_RUNS)
  return {
    state: 'read',
    baseline: {
      branch: BRANCH,
      runs,
      older: [],
      others: 0,
      changed: [],
      unreadable: base.length - runs.length,
      accepted: [],
    },
    acceptance: { fresh: [], all: [] },
  }
}

interface Beside {
  readonly test: Test
  readonly margin: number
  readonly strict: boolean
  readonly pairs: boolean
}

/** What base runs add to the evidence: a history to be judged against, but not where they are halves of pairs. */
export function beside(
  base: readonly BaseRun[],
  { test, margin, strict, pairs }: Beside,
): Partial<Pick<Evidence, 'test' | 'history'>> {
  if (base.length === 0 || pairs) return {}
  return { test: { ...test, compare: { with: 'history', margin, strict } }, history: historyOf(base, test) }
}

/** The i-th base with the i-th head. */
export function inPairs(heads: readonly Summary[], base: readonly BaseRun[], margin: number) {
  const pairs = base.flatMap(({ path, summary }, i): readonly PairOfRuns[] => {
    const head = heads[i]
    const known = { run: path, at: summary.total.first, revision: '' }
    return head === undefined ? [] : [{ head, base: summary, known }]
  })
  return (checks: readonly Check[]) => compareInPairs(pairs, { margin, checks })
}

/** A base that failed is as bad as a head: a pair has two halves. What is wrong with each, by its name. */
export function checkBases(base: readonly BaseRun[]): readonly Check[] {
  return base.flatMap(({ path, summary }) =>
    checkFiles(fileEvidence(summary, { name: path, limits: [] }, path))
      .filter(({ state }) => state === 'invalid')
      .map((check) => ({ ...check, note: `${clean(path)}: ${check.note}` })),
  )
}

/** In the place of a branch's name, in sentences. */
const BRANCH = '--base'
