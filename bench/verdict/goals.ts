import type { FlowName, Shares } from './cell.ts'

/** A rate that a flow promises in the default world (verdict.md 11). */
export interface Goal {
  readonly flow: FlowName
  readonly effect: string
  readonly rate: 'regression' | 'pass' | 'inconclusive'
  readonly side: 'at most' | 'at least'
  readonly bound: number
}

const goal = (
  flow: FlowName,
  effect: string,
  [rate, side, bound]: readonly [Goal['rate'], Goal['side'], number],
): Goal => ({
  ...{ flow, effect, rate, side, bound },
})

const AT_MOST = 'at most'
const AT_LEAST = 'at least'

export const GOALS: readonly Goal[] = [
  goal('pairs', 'none', ['regression', AT_MOST, 0.03]),
  goal('pairs', 'none', ['pass', AT_LEAST, 0.94]),
  goal('pairs', 'none', ['inconclusive', AT_MOST, 0.02]),
  goal('pairs', 'one:+10%', ['regression', AT_LEAST, 0.9]),
  goal('pairs', 'one:+20%', ['regression', AT_LEAST, 0.99]),
  goal('pairs', 'one:+20%', ['pass', AT_MOST, 0.01]),
  goal('pairs', 'all:+10%', ['regression', AT_LEAST, 0.94]),
  goal('pairs', 'all:+20%', ['regression', AT_LEAST, 0.99]),
  goal('screen', 'none', ['regression', AT_MOST, 0.01]),
  goal('screen', 'one:+20%', ['regression', AT_LEAST, 0.75]),
  goal('screen', 'all:+20%', ['regression', AT_LEAST, 0.7]),
  goal('history', 'none', ['regression', AT_MOST, 0.055]),
  goal('history', 'one:+20%', ['regression', AT_LEAST, 0.6]),
  goal('history', 'one:+20%', ['pass', AT_MOST, 0.01]),
  goal('history', 'all:+20%', ['regression', AT_LEAST, 0.5]),
]

/** Standard errors within which a rate beyond its bound may be chance. */
export const CHANCE = 1.64

export interface Held {
  readonly rate: number
  readonly error: number
  readonly state: 'held' | 'within chance' | 'missed'
}

/** Standard error of a share of so many changes. */
export function errorOf(share: number, prs: number): number {
  return Math.sqrt((share * (1 - share)) / prs)
}

export function check({ rate: name, side, bound }: Goal, shares: Shares, prs: number): Held {
  const rate = shares[name]
  const error = errorOf(rate, prs)
  const beyond = side === AT_MOST ? rate - bound : bound - rate
  const state = beyond <= 0 ? 'held' : beyond - CHANCE * error <= 0 ? 'within chance' : 'missed'
  return { rate, error, state }
}
