import type { Comparison, ComparisonOptions } from '../comparison.ts'
import type { RunQuantities } from '../quantities.ts'
import { againstHistory } from './differences.ts'
import { estimate } from './estimate.ts'
import { falseAlarmsByHistory } from './false-alarms.ts'
import { findings } from './findings.ts'
import { type Hypothesis, hypotheses } from './hypothesis.ts'
import { ALPHA, HISTORY, RULED_OUT } from './method.ts'
import { runsNeeded } from './needed.ts'
import { type Differ, otherHypotheses } from './others.ts'
import { type Assessment, assess } from './outcome.ts'
import { type Labels, labelsOf, QUANTILE_NAMES, rowOf } from './panel.ts'
import { priorOf } from './priors.ts'
import { reasons } from './reasons.ts'
import { replayed } from './replay.ts'
import { smallestVisible } from './visible.ts'

/** `older`: runs before the last restart, segment by segment; they tell how much runs vary, and nothing of the level. */
export interface HistoryOptions extends ComparisonOptions {
  readonly older?: readonly (readonly RunQuantities[])[]
}

/** Of a comparison by history: what was tested, and what it comes to. */
export interface HistoryFigures {
  readonly labels: Labels
  readonly tested: readonly Hypothesis[]
  readonly assessment: Assessment
}

/** One run may rule out no more than this, for a history cannot tell the run from its machine. */
const LIMIT = RULED_OUT.label

/** Judges one run against `base`: newest first, at most 20, all of one fingerprint since the last restart, never none. */
export function compareWithHistory(
  head: RunQuantities,
  base: readonly RunQuantities[],
  options: HistoryOptions,
): Comparison {
  const figures = historyFigures(head, base, options)
  const { labels, tested, assessment } = figures
  const outcome = named(figures, options)
  const shown = findings(tested, assessment, options.strict ? 'regression' : 'warn')
  const needed =
    outcome === 'inconclusive'
      ? runsNeeded({ open: assessment.open, commonLimit: LIMIT, units: base.length, mostDf: HISTORY.mostDf })
      : undefined
  const falseAlarms = falseAlarmsByHistory(base.length)
  const replay = replayed(
    base,
    (one, others) => historyFigures(one, others, options).assessment.outcome === 'regression',
  )
  const story = { with: 'history', size: base.length, outcome, shown, labels, needed, falseAlarms, replay } as const
  return {
    with: 'history',
    size: base.length,
    outcome,
    reasons: reasons(story),
    findings: shown.map(({ finding }) => finding),
    visible: smallestVisible(tested, {
      alpha: ALPHA.history,
      commonShare: HISTORY.commonShare,
      margin: options.margin,
    }),
    ...(needed !== undefined && { needed }),
    falseAlarms,
  }
}

/** The tests alone, without words: `regression` in them is what a history calls a warning, unless it is strict. */
export function historyFigures(
  head: RunQuantities,
  base: readonly RunQuantities[],
  options: HistoryOptions,
): HistoryFigures {
  const { margin, older = [] } = options
  const labels = labelsOf([head], base)
  const differ: Differ = (row) =>
    againstHistory(
      row(head),
      base.map(row),
      older.map((segment) => segment.map(row)),
    )
  const latency = QUANTILE_NAMES.flatMap((name) => {
    const prior = priorOf(name, [head, ...base], HISTORY)
    const differences = differ((run) => rowOf(run, labels.shared, name))
    return hypotheses(name, labels.shared, { estimates: estimate(differences, prior, HISTORY), margin })
  })
  const compared = { heads: [head], bases: base, labels: labels.shared, differ, method: HISTORY, options }
  const tested = [...latency, ...otherHypotheses(compared)]
  return { labels, tested, assessment: assess(tested, { method: HISTORY, alpha: ALPHA.history, commonLimit: LIMIT }) }
}

/** A label that went away keeps a run from passing; what a history finds is a warning, unless it is strict. */
function named(
  { assessment: { outcome }, labels }: HistoryFigures,
  { strict }: ComparisonOptions,
): Comparison['outcome'] {
  if (outcome === 'regression') return strict ? 'regression' : 'warn'
  return outcome === 'pass' && labels.missing.length > 0 ? 'inconclusive' : outcome
}
