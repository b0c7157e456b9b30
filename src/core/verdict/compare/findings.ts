import type { Finding } from '../finding.ts'
import type { Outcome } from '../outcome.ts'
import { ERROR_RATE } from './error-rate.ts'
import { ALL, bounds, type Change, type Hypothesis } from './hypothesis.ts'
import { CONFIDENCE } from './method.ts'
import type { Assessment } from './outcome.ts'

/** Proven, only suspected, not ruled out, none of these, or surely better; the order in which they are shown. */
const STATES = ['worse', 'suspect', 'open', 'held', 'better'] as const

/** A hypothesis with the figures to show of it. */
export interface Shown {
  readonly hypothesis: Hypothesis
  readonly state: (typeof STATES)[number]
  /** The figures are those beside what all labels share, since the whole change alone would prove nothing. */
  readonly beside: boolean
  readonly finding: Finding
}

/**
 * What moved, what may have, and what all labels share: the worst state first, and in it the largest change. `proven` is
 * what a proven change is called.
 */
export function findings(all: readonly Hypothesis[], assessment: Assessment, proven: Outcome): readonly Shown[] {
  const { worse, suspect, open } = assessment
  const stateOf = (hypothesis: Hypothesis): Shown['state'] => {
    if (worse.includes(hypothesis)) return 'worse'
    if (suspect.includes(hypothesis)) return 'suspect'
    if (open.includes(hypothesis)) return 'open'
    return improved(hypothesis) ? 'better' : 'held'
  }
  const outcomes = { worse: proven, suspect: 'warn', open: 'inconclusive', held: 'pass', better: 'pass' } as const
  const split = all.some(({ family }) => family === 'common')
  return all
    .map((hypothesis) => ({ hypothesis, state: stateOf(hypothesis) }))
    .filter(({ hypothesis, state }) => state !== 'held' || hypothesis.label === ALL || !split)
    .map(({ hypothesis, state }) => show(hypothesis, state, outcomes[state]))
    .sort((a, b) => rank(a) - rank(b) || errors(b) - errors(a) || b.finding.change - a.finding.change || byName(a, b))
}

function show(hypothesis: Hypothesis, state: Shown['state'], outcome: Outcome): Shown {
  const { label, metric, whole, tested, figures: known = {} } = hypothesis
  const moved = state === 'worse' || state === 'suspect'
  const beside = moved && whole !== tested && bounds(whole, CONFIDENCE).low <= 0
  const figures = inFigures(hypothesis, beside ? tested : whole)
  return { hypothesis, state, beside, finding: { label, metric, ...figures, outcome, ...known } }
}

function inFigures({ shown }: Hypothesis, change: Change): Pick<Finding, 'change' | 'low' | 'high'> {
  const { low, high } = bounds(change, CONFIDENCE)
  const ends = [shown(low), shown(high)]
  return { change: shown(change.value), low: Math.min(...ends), high: Math.max(...ends) }
}

/** Better beyond doubt, and by as much as would matter if it were worse. */
function improved({ tested, whole, matters }: Hypothesis): boolean {
  return tested.value <= -matters.tested && bounds(whole, CONFIDENCE).high < 0
}

function rank({ state }: Shown): number {
  return STATES.indexOf(state)
}

/** What fails goes before what is slow, and all requests before one label: points are no percentage to sort by. */
function errors({ hypothesis: { metric, label } }: Shown): number {
  if (metric !== ERROR_RATE) return 0
  return label === ALL ? 2 : 1
}

function byName(a: Shown, b: Shown): number {
  const [one, other] = [a, b].map(({ finding }) => `${finding.metric} ${finding.label}`)
  return one! < other! ? -1 : 1
}
