import { execFileSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'

const HERE = import.meta.dirname
const ROOT = join(HERE, '..', '..')

/** What the benchmark runs, in its temporary folder. */
export interface Tools {
  readonly folder: string
  readonly measure: string
  readonly reference: string
  readonly oracle: string
  /** perf-action's summary of a file, and its second thread, bundled as they are shipped. */
  readonly ours: string
  readonly half: string
}

const run = (command: string, args: readonly string[], cwd = ROOT) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })

const tool = (name: string, ...args: string[]) => run(join(ROOT, 'node_modules', '.bin', name), args)

/** Compiles the reference, the oracle and ours, and installs the others, in the folder. */
export function prepare(folder: string): Tools {
  const program = (name: string, ...flags: string[]) => {
    run('cc', ['-w', ...flags, join(HERE, `${name}.c`), '-o', join(folder, name), '-lpthread', '-lm'])
    return join(folder, name)
  }
  cpSync(join(HERE, 'package.json'), join(folder, 'package.json'))
  cpSync(join(HERE, 'contenders'), join(folder, 'contenders'), { recursive: true })
  run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--silent'], folder)
  tool('tsc', '-p', 'tsconfig.build.json', '--outDir', join(folder, 'lib'), '--noCheck')
  const bundle = (source: string, out: string) =>
    tool('ncc', 'build', join(folder, source), '-o', join(folder, out), '-q', '--target', 'es2022')
  bundle('contenders/ours.mjs', 'ours')
  bundle('lib/jtl-half.js', 'half')
  return {
    folder,
    measure: program('measure', '-O2'),
    reference: program('reference', '-O3', '-march=native'),
    oracle: program('oracle', '-O2'),
    ours: join(folder, 'ours', 'index.mjs'),
    half: join(folder, 'half', 'index.js'),
  }
}

/** Writes a JTL of so many bytes; the same bytes every time. */
export function generate(path: string, bytes: number): void {
  run(process.execPath, [join(HERE, 'generate.mjs'), '--bytes', String(bytes), '--out', path])
}
