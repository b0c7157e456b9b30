import { fingerprint } from '../fingerprint.ts'
import type { HistoryRecord } from '../history.ts'
import { loadOf } from '../load.ts'
import { metricDigests } from '../metric-digest.ts'
import type { Origin } from '../request.ts'
import { runQuantities } from './compare/run-quantities.ts'
import { type Evidence, podsOf } from './evidence.ts'
import type { RunQuantities } from './quantities.ts'
import { stressOf } from './stress/stress.ts'
import type { Verdict } from './verdict.ts'

/**
 * What later runs are compared with; undefined where this run is none for it: it was not of the branch itself, it has a
 * base of its own, or it is invalid, partial or regressed. Regressed is also what the history itself shows, though alone it does no more than warn,
 * unless a person accepted it. A mere suspicion enters: without its slow runs a history would seem steadier than it is.
 * Where the history could not be read, nobody knows whether the run regressed, nor what is accepted already.
 */
export function historyRecord(
  evidence: Evidence,
  { verdict, origin }: { readonly verdict: Verdict; readonly origin: Pick<Origin, 'sha' | 'branch' | 'landed'> },
): HistoryRecord | undefined {
  const { test, run, summary, history } = evidence
  if (
    test.pairs !== undefined ||
    origin.branch === undefined ||
    origin.landed !== true ||
    !sound(verdict) ||
    summary.total.count === 0
  )
    return undefined
  const quantities = quantitiesOf(evidence)
  if (unread(history) || (test.steps !== undefined && quantities.capacity === undefined)) return undefined
  const acceptance = history?.state === 'read' ? history.acceptance : { fresh: [], all: history?.accepted ?? [] }
  return {
    schema: 'perf-action/history/v1',
    test: test.name,
    run,
    at: summary.total.first,
    branch: origin.branch,
    revision: origin.sha,
    fingerprint: fingerprint(test),
    load: loadOf(test),
    restart: acceptance.fresh.length > 0,
    ...(acceptance.all.length === 0 ? {} : { accepted: acceptance.all }),
    quantities,
    ...(test.metrics.length === 0 ? {} : { queries: metricDigests(test.metrics) }),
  }
}

/** What later runs are compared with: of a stress test what its target bears. */
export function quantitiesOf(evidence: Evidence): RunQuantities {
  const capacity = stressOf(evidence)?.capacity
  if (capacity !== undefined) return { ...NO_LABELS, capacity }
  return runQuantities(evidence.summary, evidence.metrics, { pods: podsOf(evidence) })
}

/** The steps of a stress test are not one load: it has a capacity, and its labels have nothing that another run could have. */
const NO_LABELS = { labels: [], throughput: 0, metrics: {} }

function unread(history: Evidence['history']): boolean {
  return history?.state === 'none' && history.branch !== undefined
}

function sound({ outcome, findings, comparison }: Verdict): boolean {
  if (outcome === 'invalid' || outcome === 'regression') return false
  return comparison?.accepted !== undefined || findings.every((finding) => finding.outcome !== 'regression')
}
