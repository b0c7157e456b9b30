/** The door of the command line: words in, text and an exit code out. */
import type { Command } from './cli/command.ts'
import { COMMANDS } from './cli/commands.ts'
import { FAULT } from './cli/exit.ts'
import { readGiven } from './cli/given.ts'
import { COMMON, commandHelp, overview } from './cli/help.ts'
import { processTerminal, type Terminal } from './cli/terminal.ts'
import { PerfError, reason } from './core/error.ts'
import { nearest, quote } from './core/fault.ts'
import { clean } from './report/clean.ts'
import { version } from './version.ts'

/** Runs one command; gives the exit code and throws nothing. */
export async function cli(args: readonly string[], terminal: Terminal = processTerminal(process)): Promise<number> {
  try {
    return await command(args, terminal)
  } catch (thrown) {
    const { code, message, hint } = thrown instanceof PerfError ? thrown : new PerfError('INTERNAL', reason(thrown))
    const paint = terminal.paint.err
    terminal.err(
      `${paint('red', code)}: ${shown(message)}\n${hint === undefined ? '' : `${paint('bold', 'hint')}: ${shown(hint)}\n`}`,
    )
    return FAULT
  }
}

const HELP = ['help', '-h', '--help']
const VERSION = ['-v', '--version']

async function command([name = 'help', ...rest]: readonly string[], terminal: Terminal): Promise<number> {
  const { out, paint } = terminal
  if (VERSION.includes(name)) return said(out, `${version}\n`)
  const [topic] = rest
  if (HELP.includes(name) && topic === undefined) return said(out, overview(COMMANDS, paint.out))
  if (HELP.includes(name)) return said(out, commandHelp(find(topic ?? ''), paint.out))
  const found = find(name)
  if (rest.some((word) => HELP.includes(word) && word !== 'help')) return said(out, commandHelp(found, paint.out))
  const given = readGiven(found, rest)
  if (given.flag('version')) return said(out, `${version}\n`)
  refuseOldNode(process.versions.node)
  const act = await found.load()
  return await act(given, terminal)
}

/** The system's own words name files as they are called. */
function shown(text: string): string {
  return text
    .split('\n')
    .map((line) => clean(line, 2000))
    .join('\n')
}

function said(out: Terminal['out'], text: string): number {
  out(text)
  return 0
}

function find(name: string): Command {
  const found = COMMANDS.find((one) => one.name === name)
  if (found !== undefined) return { ...found, options: { ...found.options, ...COMMON } }
  const names = COMMANDS.map((one) => one.name)
  const meant = nearest(name, names)
  const hint = meant === undefined ? '`perf-action --help` says what there is' : `did you mean ${quote(meant)}?`
  const what = name.startsWith('-') ? `no option ${quote(name)} before the command` : `no command ${quote(name)}`
  throw new PerfError('INPUT', `there is ${what}`, { hint })
}

/** Older ones fail in the middle of something, at a function that they do not have. */
function refuseOldNode(node: string): void {
  if (Number.parseInt(node, 10) >= 24) return
  throw new PerfError('INPUT', `this is Node ${node}, and perf-action needs 24 or a later one`, {
    hint: 'https://nodejs.org has it; so have nvm, fnm and volta',
  })
}
