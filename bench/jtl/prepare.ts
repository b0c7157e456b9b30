import { execFileSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const HERE = import.meta.dirname
const ROOT = join(HERE, '..', '..')

/** What the benchmark runs, in its temporary folder. */
export interface Tools {
  readonly folder: string
  readonly measure: string
  readonly reference: string
  readonly oracle: string
  /** perf-action, compiled as the bundle is but not bundled. */
  readonly lib: string
}

const run = (command: string, args: readonly string[], cwd = ROOT) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })

/** Compiles the reference, the oracle and ours, and installs the others, in the folder. */
export function prepare(folder: string): Tools {
  const program = (name: string, ...flags: string[]) => {
    run('cc', ['-w', ...flags, join(HERE, `${name}.c`), '-o', join(folder, name), '-lpthread', '-lm'])
    return join(folder, name)
  }
  const lib = join(folder, 'lib')
  run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json', '--outDir', lib, '--noCheck'])
  writeFileSync(join(lib, 'package.json'), '{"type":"module"}')
  cpSync(join(HERE, 'package.json'), join(folder, 'package.json'))
  cpSync(join(HERE, 'contenders'), join(folder, 'contenders'), { recursive: true })
  run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--silent'], folder)
  return {
    folder,
    measure: program('measure', '-O2'),
    reference: program('reference', '-O3', '-march=native'),
    oracle: program('oracle', '-O2'),
    lib,
  }
}

/** Writes a JTL of so many bytes; the same bytes every time. */
export function generate(path: string, bytes: number): void {
  run(process.execPath, [join(HERE, 'generate.mjs'), '--bytes', String(bytes), '--out', path])
}
