import { share } from '../../figure.ts'
import { levelsOf } from '../compare/levels.ts'
import { mean, median } from '../compare/location.ts'
import { HISTORY, type Method, PAIRS } from '../compare/method.ts'
import { PASSED, withinRuns } from '../compare/panel.ts'
import { LABELS_TO_SPLIT } from '../compare/scatter.ts'
import type { Evidence } from '../evidence.ts'
import { measuredPairs } from '../measured-pairs.ts'
import { wholePairs } from '../parts.ts'
import type { RunQuantities } from '../quantities.ts'
import type { Check } from '../verdict.ts'

/** How far apart two blocks of the base, and how far off the base's history the base may be, in standard deviations. */
const MOST = { blocks: 4, history: 3 }

/**
 * The base of pairs is what it was: its blocks are at one level, and at that of its history where one is known. A note and
 * never more, though the source calls four deviations invalid: pairs take out what base and head share, and how much a
 * repository's blocks differ is not known beforehand. Of 300 simulated changes 6 % would be lost after three pairs and 18 %
 * after six, 35 % on noisy hosts. Source: verdict.md 10.
 */
export function checkControl(evidence: Evidence): Check | undefined {
  const pairs = wholePairs(evidence)
  if (evidence.test.pairs === undefined || pairs < 2) return undefined
  const bases = measuredPairs(evidence, pairs).map(({ base }) => base)
  const levels = levelsOf(bases)
  const apart = Math.max(...levels) - Math.min(...levels)
  if (Number.isNaN(apart)) return undefined
  const off = offHistory(bases, evidence)
  if (off !== undefined && off.by > off.most)
    return {
      ...figures(off),
      state: 'warn',
      note: `the base is ${share(Math.expm1(off.by))} off its earlier runs; ${MOVED}`,
    }
  const within = { by: apart, most: MOST.blocks * deviation(bases, PAIRS) }
  const note = `the blocks of the base differ by ${share(Math.expm1(apart))}`
  return apart > within.most
    ? { ...figures(within), state: 'warn', note: `${note}; ${RESTLESS}` }
    : { ...figures(within), state: 'ok', note }
}

const MOVED = 'the machine, or what is deployed there, is not what it was: pairs tell of the change all the same'
const RESTLESS = 'the time was a restless one: measure on quieter machines, or in longer blocks'

interface Off {
  /** Log change, and the most that is nothing to be told of. */
  readonly by: number
  readonly most: number
}

function figures({ by, most }: Off): Pick<Check, 'check' | 'value' | 'limit' | 'unit'> {
  return { check: 'control', value: Math.expm1(by), limit: Math.expm1(most), unit: 'share' }
}

/** How far the base is off its earlier runs, either way, where enough of them are known. */
function offHistory(bases: readonly RunQuantities[], { history }: Evidence): Off | undefined {
  const known = history?.state === 'read' ? history.baseline.runs.map(({ quantities }) => quantities) : []
  if (known.length < LEAST_RUNS) return undefined
  const levels = levelsOf([...bases, ...known])
  const before = levels.slice(bases.length)
  const level = median(before)
  const spread = 1.4826 * median(before.map((one) => Math.abs(one - level)))
  const by = Math.abs(median(levels.slice(0, bases.length)) - level)
  return Number.isNaN(by) ? undefined : { by, most: MOST.history * Math.max(spread, deviation(known, HISTORY)) }
}

/** Fewer earlier runs have no level that could be left. */
const LEAST_RUNS = 3

/** Of the difference of two runs: what is assumed of it, and their sampling noise as a mean over the labels has it. */
function deviation(runs: readonly RunQuantities[], { priors, noisyRuns }: Method): number {
  const labels = new Set(runs.flatMap((run) => run.labels.map(({ label }) => label))).size
  const part = labels < LABELS_TO_SPLIT ? 'single' : 'common'
  const sampling = (name: (typeof PASSED)[number]) => Math.sqrt((noisyRuns * (withinRuns(runs, name) ?? 0)) / labels)
  return mean(PASSED.map((name) => Math.hypot(priors[name][part], sampling(name))))
}
