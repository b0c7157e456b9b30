import { type FlowName, flowOf, type Question } from './cell.ts'
import { readEffect } from './effect.ts'
import { type Flow, fixedPairs, inPairs } from './flows.ts'
import { GOALS } from './goals.ts'
import { peerByHistory, peerBySamples } from './peer-flows.ts'
import { HISTORY_PEERS, SAMPLE_PEERS } from './peers.ts'
import { rulesAt, rulesToTune } from './tuned.ts'
import type { World } from './world.ts'

/** What can be asked of the same changes, by name, so that threads can be told of it. */
export type Sheet =
  | { readonly of: 'cell'; readonly flow: FlowName; readonly effect: string; readonly runs: number }
  | { readonly of: 'tables' | 'worlds' | 'tuning' }
  | { readonly of: 'goals'; readonly runs: readonly number[] }
  | { readonly of: 'matched'; readonly knobs: readonly (number | undefined)[] }

/** Ways to judge, by what they are called in a table, and the effects of its columns. */
export interface Asked {
  readonly rows: readonly (readonly [name: string, flow: Flow])[]
  readonly effects: readonly string[]
}

const EFFECTS = [
  ...['none', 'one:+5%', 'one:+10%', 'one:+20%', 'one:+50%'],
  ...['all:+5%', 'all:+10%', 'all:+20%', 'all:+50%'],
  ...['one-tail:+20%', 'all-tail:+20%'],
]
const FEW_EFFECTS = ['none', 'one:+10%', 'one:+20%', 'all:+10%', 'all:+20%', 'one-tail:+20%']
const MATCHED_EFFECTS = EFFECTS.filter((effect) => !effect.endsWith(':+5%'))
const RUNS = [1, 2, 3, 5, 10, 20]

/** The rows and columns of a sheet. */
export function askedBy(sheet: Sheet, world: World): Asked {
  switch (sheet.of) {
    case 'cell':
      return { rows: [[sheet.flow, flowOf(sheet.flow, world, sheet.runs)]], effects: [sheet.effect] }
    case 'tables':
      return { rows: [...ours(world), ...peers()], effects: EFFECTS }
    case 'worlds':
      return {
        rows: [
          ['as is', flowOf('pairs', world)],
          ['learned', flowOf('learned-pairs', world)],
        ],
        effects: FEW_EFFECTS,
      }
    case 'goals':
      return { rows: goalRows(world, sheet.runs), effects: [...new Set(GOALS.map(({ effect }) => effect))] }
    case 'tuning':
      return { rows: rulesToTune(), effects: ['none'] }
    case 'matched':
      return { rows: rulesAt(sheet.knobs), effects: MATCHED_EFFECTS }
  }
}

/** Every row with every effect, row by row. */
export function questionsOf({ rows, effects }: Asked): readonly Question[] {
  return rows.flatMap(([, flow]) => effects.map((effect) => [flow, readEffect(effect)] as const))
}

function ours(world: World): Asked['rows'] {
  return [
    ['A: 2 to 6 pairs', flowOf('pairs', world)],
    ['A: 2 to 6 pairs, learned noise', flowOf('learned-pairs', world)],
    ['A: at most 4 pairs', inPairs(4, false)],
    ['A: at most 4 pairs, learned noise', inPairs(4, true)],
    ...RUNS.map((runs) => [`B: screen of ${runs} runs, 3 pairs`, flowOf('screen', world, runs)] as const),
    ...RUNS.map((runs) => [`C: history of ${runs} runs`, flowOf('history', world, runs)] as const),
    ...[1, 3, 6].map((pairs) => [`${pairs} pairs, one look`, fixedPairs(pairs, false)] as const),
    ...[1, 3, 6].map((pairs) => [`${pairs} pairs, one look, learned noise`, fixedPairs(pairs, true)] as const),
  ]
}

function peers(): Asked['rows'] {
  return [
    ...[5, 20].flatMap((runs) =>
      Object.entries(HISTORY_PEERS).map(
        ([name, rule]) => [`${name}, ${runs} runs`, peerByHistory(rule, runs)] as const,
      ),
    ),
    ...[3, 6].flatMap((count) =>
      Object.entries(SAMPLE_PEERS).map(
        ([name, rule]) => [`${name}, ${count} against ${count}`, peerBySamples(rule, count)] as const,
      ),
    ),
  ]
}

/** Each row begins with the name of its flow, by which its goals are found. */
function goalRows(world: World, runs: readonly number[]): Asked['rows'] {
  return [
    ['pairs', flowOf('pairs', world)],
    ...(['screen', 'history'] as const).flatMap((name) =>
      runs.map((n) => [`${name} of ${n} runs`, flowOf(name, world, n)] as const),
    ),
  ]
}
