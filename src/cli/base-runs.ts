import type { History } from '../core/baseline.ts'
import { MOST_RUNS } from '../core/baseline.ts'
import { fingerprint } from '../core/fingerprint.ts'
import type { HistoryRecord } from '../core/history.ts'
import type { Test } from '../core/plan.ts'
import type { Summary } from '../core/summary.ts'
import { runQuantities } from '../core/verdict/compare/run-quantities.ts'

/** A base run by the file or folder that its results are from. */
export interface BaseRun {
  readonly path: string
  readonly summary: Summary
}

/** Base runs as a history that the head is judged against: each a run of the same test, the newest 20 count. */
export function historyOf(base: readonly BaseRun[], test: Test): History {
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
    baseline: { branch: BRANCH, runs, older: [], others: 0, unreadable: base.length - runs.length, accepted: [] },
    acceptance: { fresh: [], all: [] },
  }
}

/** In the place of a branch's name, in sentences. */
const BRANCH = '--base'
