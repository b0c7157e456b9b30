import { historyFigures } from '../../src/core/verdict/compare/history.ts'
import { matters } from '../../src/core/verdict/compare/hypothesis.ts'
import { HISTORY, PAIRS } from '../../src/core/verdict/compare/method.ts'
import { pairsFigures } from '../../src/core/verdict/compare/pairs.ts'
import { rejected } from '../../src/core/verdict/compare/reject.ts'
import { simulate } from './cell.ts'
import { NO_EFFECT, readEffect, worsened } from './effect.ts'
import { type Flow, historyOf } from './flows.ts'
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
import { DEFAULT_WORLD } from './world.ts'

/** A rule with one knob: the first of its settings that keeps to 5 % is taken. */
interface Tuned {
  readonly name: string
  readonly knobs: readonly number[]
  readonly flow: (knob: number) => Flow
}

const TARGET = 0.05
const EFFECTS = [
  'none',
  'one:+10%',
  'one:+20%',
  'one:+50%',
  'all:+10%',
  'all:+20%',
  'all:+50%',
  'one-tail:+20%',
  'all-tail:+20%',
]

const steps = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))
const powers = (from: number, to: number, count: number) => steps(from, to, count).map((power) => 10 ** power)

/** Every rule with its own knob set on one seed so that 5 % of unchanged changes are flagged; the power on another one. */
export function printMatched({ seed, prs }: { readonly seed: number; readonly prs: number }): void {
  console.log(
    `\nevery rule at 5 % false alarms: knobs set on seed ${seed}, rates on seed ${seed + 1}; ${prs} changes each`,
  )
  console.log(`${'rule'.padEnd(44)}${'knob'.padStart(10)}${EFFECTS.map((effect) => effect.padStart(15)).join('')}`)
  const rules = [...[5, 20].flatMap(byHistory), ...[3, 6].flatMap(bySamples)]
  const settings = rules.flatMap((rule) => rule.knobs.map((knob) => ({ rule, knob })))
  const world = DEFAULT_WORLD
  const tuned = simulate(
    { world, seed, prs },
    settings.map(({ rule, knob }) => [rule.flow(knob), NO_EFFECT] as const),
  )
  const knobs = rules.map(
    (rule) => settings.find((setting, i) => setting.rule === rule && tuned[i]!.regression <= TARGET)?.knob,
  )
  const flows = rules.flatMap((rule, i) =>
    knobs[i] === undefined ? [] : [{ rule, knob: knobs[i], flow: rule.flow(knobs[i]) }],
  )
  const effects = EFFECTS.map(readEffect)
  const answers = simulate(
    { world, seed: seed + 1, prs },
    flows.flatMap(({ flow }) => effects.map((effect) => [flow, effect] as const)),
  )
  flows.forEach(({ rule, knob }, i) => {
    const rates = answers
      .slice(i * effects.length, (i + 1) * effects.length)
      .map(({ regression }) => (100 * regression).toFixed(1))
    console.log(
      `${rule.name.padEnd(44)}${String(Number(knob.toPrecision(4))).padStart(10)}${rates.map((rate) => rate.padStart(15)).join('')}`,
    )
  })
  for (const [i, { name }] of rules.entries())
    if (knobs[i] === undefined) console.log(`${name.padEnd(44)} no knob reaches 5 %`)
}

function byHistory(runs: number): readonly Tuned[] {
  const peer = (
    name: string,
    knobs: readonly number[],
    rule: (knob: number) => Parameters<typeof peerByHistory>[0],
  ): Tuned => ({
    name: `${runs} runs: ${name}`,
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
    { name: `${runs} runs: ours`, knobs: steps(0.08, 0.005, 40), flow: (alpha) => oursByHistory(runs, alpha) },
  ]
}

function bySamples(count: number): readonly Tuned[] {
  const peer = (
    name: string,
    knobs: readonly number[],
    rule: (knob: number) => Parameters<typeof peerBySamples>[0],
  ): Tuned => ({
    name: `${count} pairs: ${name}`,
    knobs,
    flow: (knob) => peerBySamples(rule(knob), count),
  })
  return [
    peer('Welch t (hyperfine)', powers(-1.3, -5, 40), (alpha) => welch(alpha)),
    peer('90 % CI and |change| (Datadog SMP)', steps(0.05, 0.4, 71), (least) => welch(0.1, least)),
    peer('ratio of means', steps(0.05, 0.4, 71), ratioOfMeans),
    {
      name: `${count} pairs: ours, first use`,
      knobs: steps(0.2, 0.005, 60),
      flow: (alpha) => oursInPairs(count, alpha),
    },
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
    const pairs = Array.from({ length: count }, (_, pair) => ({
      base: repository.run({ of: 'base', pair }),
      head: worsened(repository.run({ of: 'head', pair }), effect),
    }))
    const { tested } = pairsFigures(pairs, { margin: 0.05, strict: true, alpha })
    const flagged = [...rejected(tested, { alpha, commonShare: PAIRS.commonShare })].some(matters)
    return { outcome: flagged ? 'regression' : 'pass', pairs: count }
  }
}
