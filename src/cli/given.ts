import { parseArgs } from 'node:util'
import { type Fault, PerfError } from '../core/error.ts'
import { nearest, quote, throwFaults } from '../core/fault.ts'
import type { Command, Given, Option, Options } from './command.ts'

/** The words after a command's name, read by its table; throws INPUT that names every fault at once. */
export function readGiven(command: Command, args: readonly string[]): Given {
  const { options, name } = command
  const faults: string[] = []
  const values = new Map<string, string[]>()
  const operands: string[] = []
  let taker: string | undefined
  for (const token of tokensOf(args, options)) {
    if (token.kind === 'positional') {
      if (taker !== undefined) values.get(taker)?.push(token.value)
      else operands.push(token.value)
      continue
    }
    taker = undefined
    if (token.kind === 'option-terminator') continue
    const fault = faultOf(token, options)
    if (fault !== undefined) faults.push(fault)
    else
      values.set(token.name, [...(values.get(token.name) ?? []), ...(token.value === undefined ? [] : [token.value])])
    if (options[token.name]?.kind === 'words') taker = token.name
  }
  for (const [option, list] of values) {
    const kind = options[option]?.kind
    if (kind === 'text' && list.length > 1) faults.push(`--${option} was given ${list.length} times`)
  }
  if (!command.operands && operands.length > 0)
    faults.push(`${name} takes options alone, not ${quote(operands.join(' '))}`)
  refuse(faults, name)
  return given(command, values, operands)
}

type Token = NonNullable<ReturnType<typeof parse>['tokens']>[number]
type OptionToken = Extract<Token, { kind: 'option' }>

function tokensOf(args: readonly string[], options: Options): readonly Token[] {
  return parse(args, options).tokens
}

function parse(args: readonly string[], options: Options) {
  const config = Object.entries(options).map(([name, { kind, short }]) => [
    name,
    { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : { short }) },
  ])
  // faults are found by us, all of them
  return parseArgs({ args: [...args], options: Object.fromEntries(config), strict: false, tokens: true })
}

function faultOf({ name, rawName, value, inlineValue }: OptionToken, options: Options): string | undefined {
  if (!Object.hasOwn(options, name)) {
    const meant = nearest(name, Object.keys(options))
    return `there is no option ${quote(rawName)}${meant === undefined ? '' : `; did you mean ${quote(`--${meant}`)}?`}`
  }
  const { kind, value: what = 'VALUE' } = options[name] as Option
  if (kind === 'flag') return value === undefined ? undefined : `--${name} takes no value`
  const missing = value === undefined || value === '' || (!inlineValue && /^--?[a-z]/.test(value))
  return missing ? `--${name} needs its ${what}` : undefined
}

function given({ name, options }: Command, values: ReadonlyMap<string, readonly string[]>, operands: string[]): Given {
  const of = (option: string) => {
    if (!Object.hasOwn(options, option)) throw new PerfError('INTERNAL', `${name} has no option ${option}`)
    return values.get(option)
  }
  const text = (option: string) => of(option)?.[0] ?? options[option]?.default
  return {
    operands,
    flag: (option) => of(option) !== undefined,
    text,
    need: (option) => text(option) ?? refuse([`${name} needs --${option}`], name),
    list: (option) => of(option) ?? [],
  }
}

/** Throws INPUT where something is wrong, with every fault. */
export function refuse(wrongs: readonly string[], command: string): never
export function refuse(wrongs: readonly string[], command: string): void
export function refuse(wrongs: readonly string[], command: string): void {
  const faults = wrongs.map((wrong): Fault => ({ code: 'INPUT', wrong }))
  throwFaults(faults, 'INPUT', `\`perf-action ${command} --help\` says what there is`)
}
