import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { FLOWS, type FlowName } from './cell.ts'
import { type Effect, readEffect } from './effect.ts'
import { DEFAULT_WORLD, readWorld, type World } from './world.ts'

/** What the command line asks for. */
export interface Options {
  readonly show: 'tables' | 'small' | 'worlds' | 'matched' | 'cell'
  readonly world: World
  readonly seed: number
  readonly prs: number
  readonly flow: FlowName
  readonly effect: Effect
  /** Base runs of the history that flows and peers see. */
  readonly runs: number
  readonly json: boolean
}

export const USAGE = `npm run bench:verdict                     all tables, and whether the goals are held
npm run bench:verdict -- --small          a few hundred changes: fails where a goal is surely missed
npm run bench:verdict -- --worlds         pairs in worlds that nothing was tuned for
npm run bench:verdict -- --matched        every rule at 5 % false alarms
npm run bench:verdict -- --flow FLOW      one cell: ${FLOWS.join(', ')}
  --effect none|one:+10%|all:+20%|one-tail:+50%   --runs N (base runs)   --json
  --world FILE   a world as JSON: ${Object.keys(DEFAULT_WORLD).join(', ')}
  --seed N --prs N`

/** Throws a sentence where something is wrong. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ world: text, seed: text, prs: text, flow: text, effect: text, runs: text },
      ...{ json: flag, small: flag, worlds: flag, matched: flag },
    },
  })
  const flow = FLOWS.find((name) => name === (values.flow ?? 'pairs'))
  if (flow === undefined) throw new Error(`"${values.flow}" is no flow; right: ${FLOWS.join(', ')}`)
  const cell = values.flow !== undefined || values.effect !== undefined || values.json || values.world !== undefined
  const table = (['small', 'worlds', 'matched'] as const).find((name) => values[name])
  return {
    show: table ?? (cell ? 'cell' : 'tables'),
    world: values.world === undefined ? DEFAULT_WORLD : worldIn(values.world),
    seed: whole('seed', values.seed ?? '2026', 0),
    prs: whole('prs', values.prs ?? (table === 'small' ? '240' : '1000'), 1),
    flow,
    effect: readEffect(values.effect ?? 'none'),
    runs: whole('runs', values.runs ?? '20', 1),
    json: values.json,
  }
}

function worldIn(file: string): World {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`the world ${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
  try {
    return readWorld(text)
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function whole(name: string, text: string, least: 0 | 1): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value
  throw new Error(`--${name} is a whole number from ${least}, not "${text}"`)
}
