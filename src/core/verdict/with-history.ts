import { type Baseline, ENOUGH_RUNS, type History } from '../baseline.ts'
import { count } from '../figure.ts'
import type { HistoryRecord } from '../history.ts'
import { byCapacity } from './by-capacity.ts'
import { compareWithHistory, type HistoryOptions } from './compare/history.ts'
import { runQuantities } from './compare/run-quantities.ts'
import type { Compared } from './compared.ts'
import type { Comparison } from './comparison.ts'
import { type Evidence, podsOf } from './evidence.ts'
import type { Finding } from './finding.ts'
import { QUANTILES, type QuantileName, type RunQuantities } from './quantities.ts'
import { sameMetrics } from './same-metrics.ts'
import { uncompared } from './uncompared.ts'
import type { Check } from './verdict.ts'

/** The change that matters in practice where the test names none (facts: the method, practical margin). */
export const MARGIN = 0.05

/** What a comparison adds to a verdict. */
export interface WithComparison {
  /** Absent: nobody asked for a comparison. */
  readonly comparison?: Compared
  readonly findings: readonly Finding[]
}

/** What is known of earlier runs where nobody has looked for them. */
const NOT_LOOKED_FOR: History = {
  state: 'none',
  why: 'The test asks to be compared with earlier runs, and here there are none to compare it with.',
  accepted: [],
}

/**
 * Compares the run with its history, as far as there is one and the run is any good for it. A test that asks for the
 * comparison is inconclusive without, also where results are judged that no history comes with.
 */
export function compareRun(evidence: Evidence, checks: readonly Check[]): WithComparison {
  const { test, summary } = evidence
  const asked = test.compare?.with === 'history' || test.compare?.with === 'screen'
  const history = evidence.history ?? (asked ? NOT_LOOKED_FOR : undefined)
  if (history === undefined || history.state === 'off') return { findings: [] }
  const about = {
    with: 'history',
    asked,
    runs: [],
    ...branchOf(history),
    ...(summary.total.count === 0 ? {} : { at: summary.total.first }),
  } as const
  const nothing = (state: Compared['state'], ...notes: string[]) => ({
    comparison: { ...about, state, notes },
    findings: [],
  })
  if (checks.some(({ state }) => state === 'invalid'))
    return nothing('not-judged', 'The run was not compared with earlier ones: it is not valid.')
  if (history.state === 'none') return nothing(history.branch === undefined ? 'no-baseline' : 'unread', history.why)
  const { baseline, acceptance } = history
  if (baseline.runs.length === 0) return nothing('no-baseline', ...missing(baseline))
  const found = (test.steps === undefined ? byQuantities : byCapacity)(evidence, baseline)
  if (found === undefined) return nothing('no-baseline', NO_CAPACITY)
  const { reasons, findings, visible, needed, falseAlarms } = found
  const outcome = found.outcome === 'regression' && !(test.compare?.strict ?? false) ? 'warn' : found.outcome
  const worse = outcome === 'warn' || outcome === 'regression'
  const accepted = worse ? acceptance.fresh : []
  return {
    comparison: {
      ...about,
      state: 'compared',
      notes: [...reasons, ...(worse ? notAccepted(history) : []), ...unreadable(baseline)],
      runs: baseline.runs.map(earlier),
      outcome,
      visible,
      ...(needed === undefined ? {} : { needed }),
      falseAlarms,
      ...(accepted.length === 0 ? {} : { accepted }),
    },
    findings,
  }
}

const NO_CAPACITY = 'There is no capacity to compare: this run, or all earlier ones, have no step with samples.'

/** By the latencies of all labels, and the other quantities of a run. */
function byQuantities(evidence: Evidence, baseline: Baseline): Comparison {
  const { head, base, options } = asQuestion(evidence, baseline)
  const found = compareWithHistory(head, base, options)
  const sides = { heads: [head], bases: base, results: evidence.metrics, base: 'earlier run' }
  return {
    ...found,
    reasons: [...found.reasons, ...uncompared(evidence.test.metrics, sides)],
    findings: found.findings.map((finding) => ({ ...finding, ...span(finding, head) })),
  }
}

/** A run and its baseline as they are compared. What is proven is called so there; what is made of it depends on the test. */
export function asQuestion(evidence: Evidence, { runs, older }: Baseline) {
  const { test, summary, metrics } = evidence
  const known = sameMetrics(test.metrics)
  const options: HistoryOptions = {
    margin: test.compare?.margin ?? MARGIN,
    strict: true,
    older: older.map((segment) => segment.map(known)),
    metrics: test.metrics,
  }
  return { head: runQuantities(summary, metrics, { pods: podsOf(evidence) }), base: runs.map(known), options }
}

/** Why a change that is worse is not accepted, where somebody may think that it is. */
export function notAccepted(history: Evidence['history']): readonly string[] {
  return history?.unaccepted === undefined ? [] : [history.unaccepted]
}

function branchOf(history: Exclude<History, { state: 'off' }>): { readonly branch?: string } {
  if (history.state === 'read') return { branch: history.baseline.branch }
  return history.branch === undefined ? {} : { branch: history.branch }
}

function earlier({ run, at, revision }: HistoryRecord) {
  return { run, at, revision }
}

/** Why there is no baseline, and what comes next. */
function missing({ branch, others, changed, unreadable: damaged }: Baseline): readonly string[] {
  const next =
    `Each good run on ${branch} (push, schedule or dispatch) adds to it: it is used from the first, ` +
    `and with ${ENOUGH_RUNS} most changes of 20 % are found.`
  const found = unreadable({ unreadable: damaged })
  if (others > 0) {
    const last = others === 1 ? 'run' : `${count(others)} runs`
    const why =
      changed.length === 0
        ? `the test is another one than in the last ${last} of ${branch} (its plan, load, pods, size or image)`
        : `${changed.join(', ')} since the last ${last} of ${branch}`
    return [`No baseline yet: ${why}, so the baseline begins anew.`, next, ...found]
  }
  return [`No baseline yet: there is no earlier run of this test on ${branch} to compare with.`, next, ...found]
}

function unreadable({ unreadable: damaged }: Pick<Baseline, 'unreadable'>): readonly string[] {
  if (damaged === 0) return []
  return [`${damaged === 1 ? 'A record' : `${count(damaged)} records`} of the history could not be read.`]
}

/** What a quantile of a label was by the earlier runs, and what it is; they differ by the change that was found. */
function span({ label, metric, change }: Finding, head: RunQuantities): Pick<Finding, 'before' | 'after'> {
  if (!Object.hasOwn(QUANTILES, metric)) return {}
  const ln = head.labels.find((one) => one.label === label)?.quantiles[metric as QuantileName]?.ln
  return ln === undefined ? {} : { before: Math.exp(ln) / (1 + change), after: Math.exp(ln) }
}
