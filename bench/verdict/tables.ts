import { type FlowName, flowOf, type Shares, simulate } from './cell.ts'
import { readEffect } from './effect.ts'
import { type Flow, fixedPairs, inPairs } from './flows.ts'
import { check, errorOf, GOALS } from './goals.ts'
import { peerByHistory, peerBySamples } from './peer-flows.ts'
import { HISTORY_PEERS, SAMPLE_PEERS } from './peers.ts'
import { DEFAULT_WORLD, WORLDS, type World } from './world.ts'

export interface Size {
  readonly seed: number
  readonly prs: number
}

const EFFECTS = [
  'none',
  'one:+5%',
  'one:+10%',
  'one:+20%',
  'one:+50%',
  'all:+5%',
  'all:+10%',
  'all:+20%',
  'all:+50%',
  'one-tail:+20%',
  'all-tail:+20%',
]
const RUNS = [1, 2, 3, 5, 10, 20]
const FEW_EFFECTS = ['none', 'one:+10%', 'one:+20%', 'all:+10%', 'all:+20%', 'one-tail:+20%']

type Row = readonly [name: string, flow: Flow]

/** All tables of the default world and the goals; undefined: every goal is held, or missed by chance. */
export function printTables(world: World, size: Size): void {
  const ours: readonly Row[] = [
    ['A: 2 to 6 pairs, learned noise', flowOf('pairs', world)],
    ['A: 2 to 6 pairs, first use', flowOf('first-pairs', world)],
    ['A: at most 4 pairs, learned noise', inPairs(4, true)],
    ['A: at most 4 pairs, first use', inPairs(4, false)],
    ...RUNS.filter((runs) => runs >= 3).map(
      (runs): Row => [`B: screen of ${runs} runs, 3 pairs`, flowOf('screen', world, runs)],
    ),
    ...RUNS.map((runs): Row => [`C: history of ${runs} runs`, flowOf('history', world, runs)]),
    ...[1, 3, 6].map((pairs): Row => [`${pairs} pairs, one look, learned`, fixedPairs(pairs, true)]),
  ]
  const peers: readonly Row[] = [
    ...[5, 20].flatMap((runs) =>
      Object.entries(HISTORY_PEERS).map(([name, rule]): Row => [`${name}, ${runs} runs`, peerByHistory(rule, runs)]),
    ),
    ...[3, 6].flatMap((count) =>
      Object.entries(SAMPLE_PEERS).map(
        ([name, rule]): Row => [`${name}, ${count} against ${count}`, peerBySamples(rule, count)],
      ),
    ),
  ]
  const rows = [...ours, ...peers]
  const answers = ask(world, size, { rows, effects: EFFECTS })
  console.log(`\n${size.prs} changes, seed ${size.seed}; per cent, with the standard error where nothing changed\n`)
  printRates('regression found', { rows: ours, answers, effects: EFFECTS, prs: size.prs })
  printRates('peers: regression found', { rows: peers, answers, effects: EFFECTS, prs: size.prs })
  console.log(`\n${'pass / warn / inconclusive'.padEnd(NAME)}${EFFECTS.map((effect) => effect.padStart(18)).join('')}`)
  for (const row of ours)
    console.log(
      row[0].padEnd(NAME) +
        answers
          .get(row)!
          .map((shares) => restOf(shares).padStart(18))
          .join(''),
    )
  console.log(`\n${'pairs used (mean)'.padEnd(NAME)}${EFFECTS.map((effect) => effect.padStart(WIDTH)).join('')}`)
  for (const row of ours.slice(0, 4))
    console.log(
      row[0].padEnd(NAME) +
        answers
          .get(row)!
          .map(({ pairs }) => pairs.toFixed(2).padStart(WIDTH))
          .join(''),
    )
}

/** What the goals ask for; whether one is surely missed. */
export function printGoals(size: Size, { runs = [5, 10, 20] }: { readonly runs?: readonly number[] } = {}): boolean {
  const world = DEFAULT_WORLD
  const rows = (['pairs', 'screen', 'history'] as const).flatMap((name) =>
    (name === 'pairs' ? [0] : runs).map((n) => ({
      name,
      n,
      row: [title(name, n), flowOf(name, world, n || 20)] as Row,
    })),
  )
  const effects = [...new Set(GOALS.map(({ effect }) => effect))]
  const answers = ask(world, size, { rows: rows.map(({ row }) => row), effects })
  console.log(`\ngoals of the default world; ${size.prs} changes, seed ${size.seed}`)
  const states = rows.flatMap(({ name, row }) =>
    GOALS.filter(({ flow }) => flow === name).map((goal) => {
      const held = check(goal, answers.get(row)![effects.indexOf(goal.effect)]!, size.prs)
      console.log(
        `${row[0].padEnd(24)}${goal.effect.padEnd(10)}${goal.rate.padEnd(13)}${percent(held.rate).padStart(6)} ± ${percent(held.error).padEnd(4)} ${goal.side} ${percent(goal.bound).padStart(5)}  ${held.state}`,
      )
      return held.state
    }),
  )
  return states.includes('missed')
}

/** Pairs in worlds that nothing was tuned for: false alarms at most 5 % in each. */
export function printWorlds(size: Size): boolean {
  console.log(`\npairs in other worlds; ${size.prs} changes each, seed ${size.seed}; false alarms at most 5 %`)
  console.log(
    `${'world'.padEnd(28)}${'noise'.padEnd(9)}${['false', 'pass', 'inconcl', 'pairs', ...FEW_EFFECTS.slice(1)].map((name) => name.padStart(14)).join('')}`,
  )
  let missed = false
  for (const [name, change] of Object.entries(WORLDS)) {
    const world = { ...DEFAULT_WORLD, ...change }
    const rows: readonly Row[] = [
      ['learned', flowOf('pairs', world)],
      ['unknown', flowOf('first-pairs', world)],
    ]
    const answers = ask(world, size, { rows, effects: FEW_EFFECTS })
    for (const row of rows) {
      const [none, ...others] = answers.get(row)!
      const error = errorOf(none!.regression, size.prs)
      missed ||= none!.regression - 1.64 * error > 0.05
      const cells = [
        `${percent(none!.regression)} ± ${percent(error)}`,
        percent(none!.pass),
        percent(none!.inconclusive),
        none!.pairs.toFixed(2),
        ...others.map(({ regression }) => percent(regression)),
      ]
      console.log(`${name.padEnd(28)}${row[0].padEnd(9)}${cells.map((cell) => cell.padStart(14)).join('')}`)
    }
  }
  return missed
}

const NAME = 62
const WIDTH = 14

function title(name: FlowName, runs: number): string {
  return runs === 0 ? 'A: pairs' : name === 'screen' ? `B: screen of ${runs} runs` : `C: history of ${runs}`
}

function ask(
  world: World,
  size: Size,
  { rows, effects }: { readonly rows: readonly Row[]; readonly effects: readonly string[] },
) {
  const questions = rows.flatMap(([, flow]) => effects.map((effect) => [flow, readEffect(effect)] as const))
  const answers = simulate({ world, ...size }, questions)
  return new Map(rows.map((row, i) => [row, answers.slice(i * effects.length, (i + 1) * effects.length)]))
}

interface Printed {
  readonly rows: readonly Row[]
  readonly answers: ReadonlyMap<Row, readonly Shares[]>
  readonly effects: readonly string[]
  readonly prs: number
}

function printRates(title: string, { rows, answers, effects, prs }: Printed): void {
  console.log(`\n${title.padEnd(NAME)}${effects.map((effect) => effect.padStart(WIDTH)).join('')}`)
  for (const row of rows) {
    const cells = answers
      .get(row)!
      .map(({ regression }, i) =>
        (i === 0 ? `${percent(regression)} ± ${percent(errorOf(regression, prs))}` : percent(regression)).padStart(
          WIDTH,
        ),
      )
    console.log(row[0].padEnd(NAME) + cells.join(''))
  }
}

function restOf({ pass, warn, inconclusive }: Shares): string {
  return [pass, warn, inconclusive].map(percent).join(' / ')
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}
