import type { Outcome } from '../../src/core/verdict/outcome.ts'
import type { Effect } from './effect.ts'
import { byHistory, type Flow, inPairs, screened } from './flows.ts'
import { Repository } from './repository.ts'
import type { World } from './world.ts'

export const FLOWS = ['pairs', 'first-pairs', 'screen', 'history'] as const
export type FlowName = (typeof FLOWS)[number]

/** More base runs are never looked at. */
const MOST_RUNS = 20

/** The flow by its name; `runs`: base runs for those that have a history. */
export function flowOf(name: FlowName, world: World, runs = MOST_RUNS): Flow {
  const base = Math.min(runs, world.history)
  switch (name) {
    case 'pairs':
      return inPairs(world.pairs, true)
    case 'first-pairs':
      return inPairs(world.pairs, false)
    case 'screen':
      return screened(base)
    case 'history':
      return byHistory(base)
  }
}

/** Shares of the outcomes, and the mean number of pairs. */
export type Shares = Readonly<Record<Outcome, number>> & { readonly pairs: number }

export interface Question {
  readonly world: World
  readonly seed: number
  readonly prs: number
  /** The first of them; 0 where nothing is said. */
  readonly from?: number
}

/** Judges the same changes by each flow with each effect; the answers are in the order of the questions. */
export function simulate(
  { world, seed, prs, from = 0 }: Question,
  questions: readonly (readonly [flow: Flow, effect: Effect])[],
): readonly Shares[] {
  const sums = questions.map(() => ({ pass: 0, warn: 0, regression: 0, inconclusive: 0, invalid: 0, pairs: 0 }))
  for (let pr = from; pr < from + prs; pr++) {
    const repository = new Repository(world, seed, pr)
    questions.forEach(([flow, effect], i) => {
      const { outcome, pairs } = flow(repository, effect)
      sums[i]![outcome]++
      sums[i]!.pairs += pairs
    })
  }
  return sums.map((sum) => ({
    pass: sum.pass / prs,
    warn: sum.warn / prs,
    regression: sum.regression / prs,
    inconclusive: sum.inconclusive / prs,
    invalid: sum.invalid / prs,
    pairs: sum.pairs / prs,
  }))
}
