import { againstHistory, ofPairs } from '../compare/differences.ts'
import { type Estimate, estimate } from '../compare/estimate.ts'
import { bounds } from '../compare/hypothesis.ts'
import { CONFIDENCE, HISTORY, PAIRS, WARN_ALPHA } from '../compare/method.ts'
import { quantile } from '../compare/student.ts'
import type { Comparison } from '../comparison.ts'
import type { Capacity } from './capacity.ts'

/** How the capacity changed: ratio minus one with its interval. */
export interface CapacityChange {
  readonly outcome: Comparison['outcome']
  readonly change: number
  readonly low: number
  readonly high: number
  /** Base runs or pairs with a capacity that is a number. */
  readonly size: number
  /** The smallest loss, a share, that would have been found with a probability of 80 %. */
  readonly visible: number
}

/** A loss of capacity that matters where the test names none. */
export const CAPACITY_MARGIN = 0.03

/** The level of the test, and its power. */
const ALPHA = 0.05
const POWER = 0.8

/** A loss that a pass rules out. */
export const LOSS = 0.1

/** Sd of a log capacity, and of the difference of two in one session, before runs have shown it. */
const SD = { history: 0.05, pairs: 0.03 }

/**
 * Against earlier runs: the log of one number with a direction, moderated and tested like a label (verdict.md 9). What
 * nothing broke has no number: such base runs are left out; undefined where nothing is left, or the head broke at nothing.
 */
export function capacityAgainst(
  head: Capacity,
  base: readonly Capacity[],
  margin = CAPACITY_MARGIN,
): CapacityChange | undefined {
  const known = base.flatMap(lossScale)
  const [now] = lossScale(head)
  if (now === undefined || known.length === 0) return undefined
  const prior = { common: SD.history, own: SD.history, single: SD.history }
  const differences = againstHistory(
    [now],
    known.map((value) => [value]),
  )
  return changed(estimate(differences, prior, HISTORY).own[0]!, { size: known.length, margin })
}

/** In pairs of ramps; those of which either side broke at nothing are left out. */
export function capacityInPairs(
  pairs: readonly { readonly base: Capacity; readonly head: Capacity }[],
): CapacityChange | undefined {
  const rows = pairs.flatMap(({ base, head }) => {
    const [before, after] = [lossScale(base)[0], lossScale(head)[0]]
    return before === undefined || after === undefined ? [] : [[after - before]]
  })
  if (rows.length === 0) return undefined
  const prior = { common: SD.pairs, own: SD.pairs, single: SD.pairs }
  return changed(estimate(ofPairs(rows), prior, PAIRS).own[0]!, { size: rows.length, margin: CAPACITY_MARGIN })
}

/** The log, turned so that a loss is positive; nothing of what is censored. */
function lossScale(capacity: Capacity): readonly number[] {
  return capacity.state === 'found' && capacity.load > 0 ? [-Math.log(capacity.load)] : []
}

interface Rule {
  readonly size: number
  readonly margin: number
}

function changed(loss: Estimate, { size, margin }: Rule): CapacityChange {
  const { low, high } = bounds(loss, CONFIDENCE)
  const ratio = (by: number) => Math.expm1(-by)
  const reach = (quantile(1 - ALPHA, loss.df) + quantile(POWER, loss.df)) * loss.error
  return {
    ...{ change: ratio(loss.value), low: ratio(high), high: ratio(low), size },
    outcome: outcome(loss, ratio(high), margin),
    visible: Math.max(margin, -ratio(reach)),
  }
}

function outcome({ value, p }: Estimate, worst: number, margin: number): CapacityChange['outcome'] {
  const matters = Math.expm1(-value) <= -margin
  if (matters && p <= ALPHA) return 'regression'
  if (matters && p <= WARN_ALPHA) return 'warn'
  return worst > -LOSS ? 'pass' : 'inconclusive'
}
