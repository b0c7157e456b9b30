import type { Outcome } from '../../src/core/verdict/outcome.ts'
import type { Effect } from './effect.ts'
import { byHistory, type Flow, inPairs, screened } from './flows.ts'
import { Repository } from './repository.ts'
import type { World } from './world.ts'

/** As the product judges; and pairs that know the noise from earlier pairs of one revision, which it does not keep. */
export const FLOWS = ['pairs', 'learned-pairs', 'screen', 'history'] as const
export type FlowName = (typeof FLOWS)[number]

/** More base runs are never looked at. */
const MOST_RUNS = 20

/** The flow by its name; `runs`: base runs for those that have a history. */
export function flowOf(name: FlowName, world: World, runs = MOST_RUNS): Flow {
  const base = Math.min(runs, MOST_RUNS, world.history)
  switch (name) {
    case 'pairs':
      return inPairs(world.pairs, false)
    case 'learned-pairs':
      return inPairs(world.pairs, true)
    case 'screen':
      return screened(base)
    case 'history':
      return byHistory(base)
  }
}

/** Shares of the outcomes, and the mean number of pairs. */
export type Shares = Readonly<Record<Outcome, number>> & { readonly pairs: number }

/** What is judged: changes in a world. */
export interface Size {
  readonly seed: number
  readonly prs: number
}

/** A flow, and an effect that it is to find. */
export type Question = readonly [flow: Flow, effect: Effect]

/** Sums over the changes from `from` to `to` - 1, each judged by each question; in the order of the questions. */
export function judgeChanges(
  world: World,
  questions: readonly Question[],
  { seed, from, to }: { readonly seed: number; readonly from: number; readonly to: number },
): readonly Shares[] {
  const sums = questions.map(() => ({ pass: 0, warn: 0, regression: 0, inconclusive: 0, invalid: 0, pairs: 0 }))
  for (let pr = from; pr < to; pr++) {
    const repository = new Repository(world, seed, pr)
    questions.forEach(([flow, effect], i) => {
      const { outcome, pairs } = flow(repository, effect)
      sums[i]![outcome]++
      sums[i]!.pairs += pairs
    })
  }
  return sums
}

/** Adds up sums of the same questions over different changes, and divides them by the number of changes. */
export function sharesOf(parts: readonly (readonly Shares[])[], prs: number): readonly Shares[] {
  const [first = []] = parts
  return first.map((_, i) => {
    const over = (name: keyof Shares) => parts.reduce((sum, part) => sum + part[i]![name], 0) / prs
    return {
      pass: over('pass'),
      warn: over('warn'),
      regression: over('regression'),
      inconclusive: over('inconclusive'),
      invalid: over('invalid'),
      pairs: over('pairs'),
    }
  })
}
