import { version } from '../version.ts'
import type { Command, Option, Options } from './command.ts'
import type { Paint } from './terminal.ts'

/** What every command has. */
export const COMMON: Options = {
  help: { kind: 'flag', short: 'h', help: 'this text' },
  version: { kind: 'flag', short: 'v', help: 'the version' },
}

const EXITS = [
  ['0', 'pass or warn; done'],
  ['1', 'regression'],
  ['2', 'a fault: its code, what happened and what to do are on stderr'],
  ['3', 'inconclusive'],
  ['4', 'invalid: the run cannot be trusted'],
] as const

/** The first page: what there is. */
export function overview(commands: readonly Command[], paint: Paint): string {
  return page([
    `${paint('bold', 'perf-action')} ${version}: performance as a gate on pull requests, for teams on EKS with Flux`,
    section('Usage', ['perf-action COMMAND [options]'], paint),
    section('Commands', rows(commands.map(({ name, summary }) => [name, summary])), paint),
    section('Options', optionRows(COMMON), paint),
    section('Exit codes', rows(EXITS), paint),
    '`perf-action COMMAND --help` has the options of a command, and examples.',
    section('First try', ['perf-action run --local --target http://localhost:8080'], paint),
  ])
}

/** One command's page. */
export function commandHelp(command: Command, paint: Paint): string {
  const { name, summary, usage, about, options, examples } = command
  const shown = examples.flatMap(([what, line]) => [paint('dim', `# ${what}`), line])
  return page([
    `${paint('bold', `perf-action ${name}`)}: ${summary}`,
    section('Usage', usage, paint),
    about.join('\n'),
    section('Options', optionRows(options), paint),
    section('Examples', shown, paint),
  ])
}

function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return [paint('bold', title), ...lines.map((line) => `  ${line}`)].join('\n')
}

function optionRows(options: Options): readonly string[] {
  return rows(
    Object.entries(options).map(([name, option]) => [
      `${option.short === undefined ? '    ' : `-${option.short}, `}--${name}${argumentOf(option)}`,
      `${option.help}${option.default === undefined ? '' : ` (default: ${option.default})`}`,
    ]),
  )
}

function argumentOf({ kind, value }: Option): string {
  if (value === undefined) return ''
  return kind === 'words' ? ` ${value}…` : ` ${value}`
}

/** Two columns; what is long in the second goes on below itself. */
function rows(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...pairs.map(([left]) => left.length)) + 2
  return pairs.flatMap(([left, right]) =>
    wrap(right, 98 - width).map((line, i) => `${(i === 0 ? left : '').padEnd(width)}${line}`),
  )
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
