import { historyFigures } from '../../src/core/verdict/compare/history.ts'
import { matters } from '../../src/core/verdict/compare/hypothesis.ts'
import { HISTORY, PAIRS } from '../../src/core/verdict/compare/method.ts'
import { pairsFigures } from '../../src/core/verdict/compare/pairs.ts'
import { rejected } from '../../src/core/verdict/compare/reject.ts'
import { worsened } from './effect.ts'
import { type Flow, historyOf, pairOf } from './flows.ts'
import { peerByHistory, peerBySamples } from './peer-flows.ts'
import {
  deltaIqr,
  iqr,
  logNormal,
  overLast,
  overMean,
  overThirdQuartile,
  ratioOfMeans,
  tTest,
  welch,
  zScore,
} from './peers.ts'

/** A rule with one knob, from the loosest setting to the tightest. */
interface Tuned {
  /** What it judges by; its like are those of the same. */
  readonly by: string
  readonly name: string
  readonly knobs: readonly number[]
  readonly flow: (knob: number) => Flow
}

/** What our own rules are called. */
export const OURS = 'ours'

const steps = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))
const powers = (from: number, to: number, count: number) => steps(from, to, count).map((power) => 10 ** power)

/** All that are compared. */
export const RULES: readonly Tuned[] = [...[5, 20].flatMap(byHistory), ...[3, 6].flatMap(bySamples)]

type Rows = readonly (readonly [name: string, flow: Flow])[]

/** Every setting of every rule. */
export function rulesToTune(): Rows {
  return RULES.flatMap(({ name, knobs, flow }) => knobs.map((knob) => [name, flow(knob)] as const))
}

/** Each rule at its setting; without those that have none. */
export function rulesAt(knobs: readonly (number | undefined)[]): Rows {
  return RULES.flatMap(({ name, flow }, i) => (knobs[i] === undefined ? [] : [[name, flow(knobs[i])] as const]))
}

function byHistory(runs: number): readonly Tuned[] {
  const peer = (
    name: string,
    knobs: readonly number[],
    rule: (knob: number) => Parameters<typeof peerByHistory>[0],
  ): Tuned => ({
    by: `${runs} runs`,
    name,
    knobs,
    flow: (knob) => peerByHistory(rule(knob), runs),
  })
  return [
    peer('ratio to the mean', steps(0.1, 1, 46), overMean),
    peer('ratio to the last run', steps(0.1, 1.2, 56), overLast),
    peer('t-test (bencher)', powers(-1.3, -5, 40), (p) => tTest(1 - p)),
    peer('z-score (bencher, conbench)', steps(2, 20, 60), zScore),
    peer('log-normal (bencher)', steps(2, 20, 60), logNormal),
    peer('IQR (bencher)', steps(1, 20, 58), iqr),
    peer('delta IQR (bencher)', steps(1, 25, 58), deltaIqr),
    peer('Q3 + k IQR of deltas (rustc-perf)', steps(1, 25, 58), overThirdQuartile),
    { by: `${runs} runs`, name: OURS, knobs: steps(0.08, 0.005, 40), flow: (alpha) => oursByHistory(runs, alpha) },
  ]
}

function bySamples(count: number): readonly Tuned[] {
  const peer = (
    name: string,
    knobs: readonly number[],
    rule: (knob: number) => Parameters<typeof peerBySamples>[0],
  ): Tuned => ({
    by: `${count} pairs`,
    name,
    knobs,
    flow: (knob) => peerBySamples(rule(knob), count),
  })
  return [
    peer('Welch t (hyperfine)', powers(-1.3, -5, 40), (alpha) => welch(alpha)),
    peer('90 % CI and |change| (Datadog SMP)', steps(0.05, 0.4, 71), (least) => welch(0.1, least)),
    peer('ratio of means', steps(0.05, 0.4, 71), ratioOfMeans),
    { by: `${count} pairs`, name: OURS, knobs: steps(0.4, 0.005, 80), flow: (alpha) => oursInPairs(count, alpha) },
  ]
}

function oursByHistory(runs: number, alpha: number): Flow {
  return (repository, effect) => {
    const head = worsened(repository.run({ of: 'head', pair: 0 }), effect)
    const { tested } = historyFigures(head, historyOf(repository, runs), { margin: 0.05, strict: true })
    const flagged = [...rejected(tested, { alpha, commonShare: HISTORY.commonShare })].some(matters)
    return { outcome: flagged ? 'regression' : 'pass', pairs: 0 }
  }
}

function oursInPairs(count: number, alpha: number): Flow {
  return (repository, effect) => {
    const pairs = Array.from({ length: count }, (_, pair) => pairOf(repository, effect, pair))
    const { tested } = pairsFigures(pairs, { margin: 0.05, strict: true, alpha })
    const flagged = [...rejected(tested, { alpha, commonShare: PAIRS.commonShare })].some(matters)
    return { outcome: flagged ? 'regression' : 'pass', pairs: count }
  }
}
