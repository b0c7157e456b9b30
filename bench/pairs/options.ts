import { parseArgs } from 'node:util'
import { CASES, type CaseName, GENERATORS, type GeneratorName } from './case.ts'

/** What the command line asks for. */
export interface Options {
  readonly repeats: number
  readonly generators: readonly GeneratorName[]
  readonly cases: readonly CaseName[]
}

export const USAGE = `npm run bench:pairs                       comparison in pairs on the cluster, repeated; fails under 9 right of 10
  --repeats N                             of each generator and case; default 10
  --generator ${GENERATORS.join('|')}                 default: both
  --case ${Object.keys(CASES).join('|')}                       default: both`

/** Throws a sentence where something is wrong. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args: [...args], options: { repeats: text, generator: text, case: text } })
  const repeats = Number(values.repeats ?? 10)
  if (!Number.isSafeInteger(repeats) || repeats < 1)
    throw new Error(`--repeats is a whole number from 1, not "${values.repeats}"`)
  const cases = Object.keys(CASES) as CaseName[]
  return {
    repeats,
    generators: chosen('--generator', values.generator, GENERATORS),
    cases: chosen('--case', values.case, cases),
  }
}

function chosen<T extends string>(option: string, value: string | undefined, all: readonly T[]): readonly T[] {
  if (value === undefined) return all
  const found = all.filter((one) => one === value)
  if (found.length === 0) throw new Error(`${option} is one of ${all.join(', ')}, not "${value}"`)
  return found
}
