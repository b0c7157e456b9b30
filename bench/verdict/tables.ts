import type { Shares, Size } from './cell.ts'
import { CHANCE, check, errorOf, GOALS } from './goals.ts'
import { simulate } from './parallel.ts'
import { askedBy } from './sheets.ts'
import { DEFAULT_WORLD, WORLDS, type World } from './world.ts'

const NAME = 62
const WIDTH = 18

/** What our flows and the peers make of the same changes, with every effect. */
export async function printTables(world: World, size: Size): Promise<void> {
  const sheet = { of: 'tables' } as const
  const { rows, effects } = askedBy(sheet, world)
  const answers = await simulate(sheet, world, size)
  const print = (title: string, of: RegExp, cell: (shares: Shares, effect: string) => string) => {
    console.log(`\n${title.padEnd(NAME)}${effects.map((effect) => effect.padStart(WIDTH)).join('')}`)
    rows.forEach(([name], i) => {
      const cells = answers[i]!.map((shares, j) => cell(shares, effects[j]!).padStart(WIDTH))
      if (of.test(name)) console.log(name.padEnd(NAME) + cells.join(''))
    })
  }
  const found = ({ regression }: Shares, effect: string) =>
    effect === 'none' ? withError(regression, size.prs) : percent(regression)
  console.log(`\n${size.prs} changes, seed ${size.seed}; per cent, with the standard error where nothing changed`)
  print('regression found', OURS, found)
  print('peers: regression found', PEERS, found)
  print('pass / warn / inconclusive', OURS, ({ pass, warn, inconclusive }) =>
    [pass, warn, inconclusive].map(percent).join(' / '),
  )
  print('pairs used (mean)', WITH_PAIRS, ({ pairs }) => pairs.toFixed(2))
}

/** Rows by their names. */
const OURS = /^([ABC]:|\d pairs)/
const PEERS = /^(?![ABC]:|\d pairs)/
const WITH_PAIRS = /^[AB]:/

/** What the goals ask for, each with its standard error; whether one is surely missed. */
export async function printGoals(
  size: Size,
  { runs = [5, 10, 20] }: { readonly runs?: readonly number[] } = {},
): Promise<boolean> {
  const sheet = { of: 'goals', runs } as const
  const { rows, effects } = askedBy(sheet, DEFAULT_WORLD)
  const answers = await simulate(sheet, DEFAULT_WORLD, size)
  console.log(`\ngoals of the default world; ${size.prs} changes, seed ${size.seed}`)
  const states = rows.flatMap(([row], i) =>
    GOALS.filter(({ flow }) => row.startsWith(flow)).map((goal) => {
      const { rate, error, state } = check(goal, answers[i]![effects.indexOf(goal.effect)]!, size.prs)
      const bound = `${percent(rate).padStart(6)} ± ${percent(error).padEnd(4)} ${goal.side} ${percent(goal.bound).padStart(5)}`
      console.log(`${row.padEnd(24)}${goal.effect.padEnd(10)}${goal.rate.padEnd(13)}${bound}  ${state}`)
      return state
    }),
  )
  return states.includes('missed')
}

/** False alarms of pairs in any world. */
const MOST_FALSE = 0.05

/** Pairs in worlds that nothing was tuned for; whether one surely has too many false alarms. */
export async function printWorlds(size: Size): Promise<boolean> {
  let missed = false
  console.log(`\npairs in other worlds; ${size.prs} changes each, seed ${size.seed}; false alarms at most 5 %`)
  for (const [name, change] of Object.entries(WORLDS)) {
    const world = { ...DEFAULT_WORLD, ...change }
    const sheet = { of: 'worlds' } as const
    const { rows, effects } = askedBy(sheet, world)
    const columns = ['false', 'pass', 'inconcl', 'pairs', ...effects.slice(1)].map((one) => one.padStart(WIDTH))
    if (change === WORLDS['default']) console.log(`${'world'.padEnd(28)}${'noise'.padEnd(9)}${columns.join('')}`)
    const answers = await simulate(sheet, world, size)
    rows.forEach(([row], i) => {
      const [none, ...others] = answers[i]!
      missed ||= none!.regression - CHANCE * errorOf(none!.regression, size.prs) > MOST_FALSE
      const cells = [
        ...[withError(none!.regression, size.prs), percent(none!.pass), percent(none!.inconclusive)],
        ...[none!.pairs.toFixed(2), ...others.map(({ regression }) => percent(regression))],
      ]
      console.log(`${name.padEnd(28)}${row.padEnd(9)}${cells.map((cell) => cell.padStart(WIDTH)).join('')}`)
    })
  }
  return missed
}

function withError(share: number, prs: number): string {
  return `${percent(share)} ± ${percent(errorOf(share, prs))}`
}

function percent(share: number): string {
  return (100 * share).toFixed(1)
}
