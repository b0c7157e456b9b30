import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cli } from '../../src/cli.ts'
import { temporaryFolder } from './folder.ts'
import { type Program, startProgram } from './program.ts'

const src = new URL('../../src', import.meta.url).pathname

/** What a command left behind. */
export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command within the test; nothing is coloured. */
export async function runCli(...args: readonly string[]): Promise<Said> {
  const said = { out: '', err: '' }
  const plain = (_style: string, text: string) => text
  const code = await cli(args, {
    out: (text) => (said.out += text),
    pour: async (pieces) => {
      said.out += [...pieces].join('')
    },
    err: (text) => (said.err += text),
    paint: { out: plain, err: plain },
  })
  return { code, ...said }
}

/** The command line as a program of its own, with the sources in the place of dist/. */
export interface Installed extends Disposable {
  /** A folder to work in. */
  readonly home: string
  /** The words that call it. */
  readonly command: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** `within`: words of a program that calls it. */
  start(args: readonly string[], env?: NodeJS.ProcessEnv, within?: readonly string[]): Program
}

export function installCli(): Installed {
  const folder = temporaryFolder()
  const [home, bin, assets] = [join(folder.path, 'home'), join(folder.path, 'bin'), join(folder.path, 'assets')]
  for (const made of [home, bin, assets]) mkdirSync(made)
  const program = join(bin, 'perf-action.mjs')
  writeFileSync(program, `await import(${JSON.stringify(join(src, 'index.ts'))})\n`)
  for (const name of ['agent', 'http'])
    writeFileSync(join(assets, `${name}.mjs`), `await import(${JSON.stringify(join(src, `${name}.ts`))})\n`)
  const command = [process.execPath, '--no-warnings', program]
  const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: folder.path, PERF_ACTION_ASSETS: assets }
  return {
    home,
    command,
    env,
    start: (args, more = {}, within = []) => startProgram([...within, ...command, ...args], { ...env, ...more }, home),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}
