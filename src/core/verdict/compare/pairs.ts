import type { Comparison, ComparisonOptions } from '../comparison.ts'
import type { RunQuantities } from '../quantities.ts'
import { ofPairs, type Row } from './differences.ts'
import { estimate } from './estimate.ts'
import { falseAlarmsInPairs } from './false-alarms.ts'
import { findings } from './findings.ts'
import { type Hypothesis, hypotheses } from './hypothesis.ts'
import { PAIRS, RULED_OUT } from './method.ts'
import { pairsNeeded } from './needed.ts'
import { type Differ, otherHypotheses } from './others.ts'
import { type Assessment, assess } from './outcome.ts'
import { type Labels, labelsOf, QUANTILE_NAMES, rowOf } from './panel.ts'
import { priorOf } from './priors.ts'
import { reasons } from './reasons.ts'
import { smallestVisible } from './visible.ts'

/** Base and head, measured one after the other under the same conditions. */
export interface Pair {
  readonly base: RunQuantities
  readonly head: RunQuantities
}

/** `alpha`: of this look (looks.ts); `history`: earlier pairs of which both sides were the same code. */
export interface PairsOptions extends ComparisonOptions {
  readonly alpha: number
  readonly history?: readonly Pair[]
}

/** Of a comparison in pairs: what was tested, and what it comes to. */
export interface PairsFigures {
  readonly labels: Labels
  readonly tested: readonly Hypothesis[]
  readonly assessment: Assessment
}

/** Judges the head by its differences to the base in the same session; never called without a pair. */
export function comparePairs(pairs: readonly Pair[], options: PairsOptions): Comparison {
  return toldInPairs(pairs, pairsFigures(pairs, options), options)
}

/** The figures in words. */
export function toldInPairs(
  pairs: readonly Pair[],
  { labels, tested, assessment }: PairsFigures,
  options: PairsOptions,
): Comparison {
  const outcome = assessment.outcome === 'pass' && labels.missing.length > 0 ? 'inconclusive' : assessment.outcome
  const shown = findings(tested, assessment, 'regression')
  const needed =
    outcome === 'inconclusive'
      ? pairsNeeded({ open: assessment.open, commonLimit: RULED_OUT.common, units: pairs.length })
      : undefined
  const falseAlarms = falseAlarmsInPairs(pairs.length, options.alpha)
  const story = { with: 'pairs', size: pairs.length, outcome, shown, labels, needed, falseAlarms } as const
  return {
    with: 'pairs',
    size: pairs.length,
    outcome,
    reasons: reasons(story),
    findings: shown.map(({ finding }) => finding),
    visible: smallestVisible(tested, { alpha: options.alpha, commonShare: PAIRS.commonShare, margin: options.margin }),
    ...(needed !== undefined && { needed }),
    ...(outcome === 'pass' && assessment.unsettled.length > 0 && { unsettled: true }),
    falseAlarms,
  }
}

/** The tests alone, without words. */
export function pairsFigures(pairs: readonly Pair[], options: PairsOptions): PairsFigures {
  const { margin, alpha, history = [] } = options
  const [heads, bases] = [pairs.map(({ head }) => head), pairs.map(({ base }) => base)]
  const labels = labelsOf(heads, bases)
  const differ: Differ = (row) => {
    const difference = (pair: Pair) => minus(row(pair.head), row(pair.base))
    return ofPairs(pairs.map(difference), history.map(difference))
  }
  const latency = QUANTILE_NAMES.flatMap((name) => {
    const prior = priorOf(name, [...heads, ...bases], PAIRS)
    const differences = differ((run) => rowOf(run, labels.shared, name))
    return hypotheses(name, labels.shared, { estimates: estimate(differences, prior, PAIRS), margin })
  })
  const tested = [
    ...latency,
    ...otherHypotheses({ heads, bases, labels: labels.shared, differ, method: PAIRS, options }),
  ]
  return { labels, tested, assessment: assess(tested, { method: PAIRS, alpha, commonLimit: RULED_OUT.common }) }
}

function minus(after: Row, before: Row): Row {
  return after.map((value, i) => value - before[i]!)
}
