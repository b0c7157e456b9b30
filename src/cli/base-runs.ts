import { baselineOf, type History, MOST_RUNS } from '../core/baseline.ts'
import { fingerprint } from '../core/fingerprint.ts'
import type { HistoryRecord } from '../core/history.ts'
import { metricDigests } from '../core/metric-digest.ts'
import type { Test } from '../core/plan.ts'
import { runChecks } from '../core/verdict/checks.ts'
import { runQuantities } from '../core/verdict/compare/run-quantities.ts'
import type { Evidence } from '../core/verdict/evidence.ts'
import { checkFiles, fileEvidence } from '../core/verdict/files.ts'
import { quantitiesOf } from '../core/verdict/record.ts'
import type { Check } from '../core/verdict/verdict.ts'
import { compareInPairs, type PairOfRuns } from '../core/verdict/with-pairs.ts'
import { clean } from '../report/clean.ts'
import type { ReadRun } from './read-run.ts'

/** Each a run of the same test, the newest 20 count. */
function historyOf(base: readonly ReadRun[], test: Test): History {
  const records = base
    .filter(({ summary }) => summary.total.count > 0)
    .map((run) => recordOf(run, test))
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST_RUNS)
  const baseline = baselineOf({ branch: BRANCH, fingerprint: fingerprint(test), records })
  return { state: 'read', baseline, acceptance: { fresh: [], all: [] } }
}

function recordOf({ path, summary, whole }: ReadRun, test: Test): HistoryRecord {
  return {
    ...{ schema: 'perf-action/history/v1', test: test.name, run: path, at: summary.total.first },
    ...{ branch: BRANCH, revision: '', fingerprint: fingerprint(test), restart: false },
    quantities: whole === undefined ? runQuantities(summary, []) : quantitiesOf(whole),
    ...(whole === undefined ? {} : { queries: metricDigests(whole.test.metrics) }),
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
  base: readonly ReadRun[],
  { test, margin, strict, pairs }: Beside,
): Partial<Pick<Evidence, 'test' | 'history'>> {
  if (base.length === 0 || pairs) return {}
  const { confirm: _, ...once } = test // there is nothing that could be confirmed
  const compared = { ...once, compare: { with: 'history', margin, strict } } as Test
  return { test: compared, history: historyOf(base, compared) }
}

/** The i-th base with the i-th head. */
export function inPairs(
  heads: readonly ReadRun[],
  base: readonly ReadRun[],
  { test, margin }: Omit<Beside, 'strict' | 'pairs'>,
) {
  const measured = ({ summary, whole }: ReadRun) => ({ summary, metrics: whole?.metrics ?? [] })
  const pairs = base.flatMap((run, i): readonly PairOfRuns[] => {
    const head = heads[i]
    const known = { run: run.path, at: run.summary.total.first, revision: '' }
    return head === undefined ? [] : [{ head: measured(head), base: measured(run), known }]
  })
  return (checks: readonly Check[]) => compareInPairs(pairs, { margin, metrics: test.metrics, checks })
}

/** What is wrong with runs that are compared, by their names: a base that failed is as bad as a head. */
export function checkRuns(runs: readonly ReadRun[]): readonly Check[] {
  return runs.flatMap(({ path, summary, whole }) =>
    (whole === undefined ? checkFiles(fileEvidence(summary, { name: path, limits: [] }, path)) : runChecks(whole))
      .filter(({ state }) => state === 'invalid')
      .map((check) => ({ ...check, note: `${clean(path)}: ${check.note}` })),
  )
}

/** In the place of a branch's name, in sentences. */
const BRANCH = '--base'
