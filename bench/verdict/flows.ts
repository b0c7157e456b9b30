import { historyFigures } from '../../src/core/verdict/compare/history.ts'
import { lookAlpha, looks } from '../../src/core/verdict/compare/looks.ts'
import { ALPHA } from '../../src/core/verdict/compare/method.ts'
import { type Pair, pairsFigures } from '../../src/core/verdict/compare/pairs.ts'
import { CONFIRMING_PAIRS, confirmed, suspicions } from '../../src/core/verdict/compare/screen.ts'
import type { Outcome } from '../../src/core/verdict/outcome.ts'
import { type Effect, worsened } from './effect.ts'
import type { Repository } from './repository.ts'

/** What a flow says of one change, and how many pairs it needed. */
export interface Answer {
  readonly outcome: Outcome
  readonly pairs: number
}

/** A way to judge a change, by the product's own functions. */
export type Flow = (repository: Repository, effect: Effect) => Answer

const OPTIONS = { margin: 0.05, strict: true }

/** The newest base runs. */
export function historyOf(repository: Repository, runs: number) {
  return Array.from({ length: runs }, (_, age) => repository.run({ of: 'history', age }))
}

/** Earlier pairs of one revision. */
function known(repository: Repository): readonly Pair[] {
  return Array.from({ length: repository.paired }, (_, age) => ({
    base: repository.quick({ of: 'history', age }),
    head: repository.quick({ of: 'again', age }),
  }))
}

/** A pair in the session of the change. */
export function pairOf(repository: Repository, effect: Effect, pair: number): Pair {
  return {
    base: repository.run({ of: 'base', pair }),
    head: worsened(repository.run({ of: 'head', pair }), effect),
  }
}

/** Flow A: pairs until it is decided, at most so many; `learned`: the noise is known from earlier pairs of one revision. */
export function inPairs(most: number, learned: boolean): Flow {
  return (repository, effect) => {
    const history = learned ? known(repository) : []
    let answer: Answer = { outcome: 'inconclusive', pairs: 0 }
    const pairs: Pair[] = []
    for (const look of looks(most)) {
      while (pairs.length < look) pairs.push(pairOf(repository, effect, pairs.length))
      const { outcome } = pairsFigures(pairs, { ...OPTIONS, alpha: lookAlpha(look, most), history }).assessment
      answer = { outcome, pairs: look }
      if (outcome === 'regression' || outcome === 'pass') break
    }
    return answer
  }
}

/** So many pairs and one look. */
export function fixedPairs(count: number, learned: boolean): Flow {
  return (repository, effect) => {
    const pairs = Array.from({ length: count }, (_, i) => pairOf(repository, effect, i))
    const history = learned ? known(repository) : []
    const { outcome } = pairsFigures(pairs, { ...OPTIONS, alpha: ALPHA.pairs, history }).assessment
    return { outcome, pairs: count }
  }
}

/** Flow B: a run against its history, and what that suspects in pairs of a fresh session. */
export function screened(runs: number): Flow {
  return (repository, effect) => {
    const head = worsened(repository.run({ of: 'head', pair: 0 }), effect)
    const base = historyOf(repository, runs)
    const suspected = suspicions(head, base, OPTIONS)
    if (suspected.length === 0) return { outcome: historyFigures(head, base, OPTIONS).assessment.outcome, pairs: 0 }
    const pairs = Array.from({ length: CONFIRMING_PAIRS }, (_, pair) => ({
      base: repository.run({ of: 'fresh-base', pair }),
      head: worsened(repository.run({ of: 'fresh-head', pair }), effect),
    }))
    const figures = pairsFigures(pairs, { ...OPTIONS, alpha: ALPHA.pairs })
    return { outcome: confirmed(figures, suspected).outcome, pairs: CONFIRMING_PAIRS }
  }
}

/** Flow C: a run against its history alone; an alarm is called a regression here, strict or not. */
export function byHistory(runs: number): Flow {
  return (repository, effect) => {
    const head = worsened(repository.run({ of: 'head', pair: 0 }), effect)
    return { outcome: historyFigures(head, historyOf(repository, runs), OPTIONS).assessment.outcome, pairs: 0 }
  }
}
