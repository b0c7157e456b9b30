// Builds dist/: TypeScript → lib/ → one split bundle for the action and the command line, and one file each for the
// programs that run in pods or in a thread of their own; then minifies every file (ncc's own minifier leaves the chunks alone). Same input, same bytes.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { minify } from '@swc/core'
import { compileEngine, ENGINE_MODULE } from './engine-compiler.ts'
import { completeLicenses } from './licenses.ts'

const dist = 'dist'
/** The largest size of each, in bytes: those for pods travel in a ConfigMap. */
const programs = { agent: 900_000, http: 100_000, 'jtl-half': 100_000 }

function tool(name: string, ...args: string[]): void {
  execFileSync(join('node_modules', '.bin', name), args, { stdio: ['ignore', 'ignore', 'inherit'] })
}

async function shrink(file: string): Promise<void> {
  const { code } = await minify(readFileSync(file, 'utf8'), {
    module: true,
    ecma: 2022,
    sourceMap: false,
    keep_classnames: true, // readable stack traces, and `instanceof` by name stays true
    keep_fnames: true,
    compress: { ecma: 2022, module: true, unused: true, passes: 2 },
    mangle: { keep_classnames: true, keep_fnames: true },
    format: { comments: false, ascii_only: true }, // kustomize would damage anything else in a ConfigMap
  })
  writeFileSync(file, code)
}

function bundle(entry: string, out: string): void {
  tool('ncc', 'build', join('lib', entry), '-o', out, '-C', '-q', '--target', 'es2022', '--license', 'licenses.txt')
}

function writeLicenses(from: string, name: string): void {
  writeFileSync(join(dist, name), completeLicenses(readFileSync(from, 'utf8')))
}

writeFileSync(ENGINE_MODULE, await compileEngine())
rmSync('lib', { recursive: true, force: true })
rmSync(dist, { recursive: true, force: true })
tool('tsc', '-p', 'tsconfig.build.json')
bundle('index.js', dist)
writeLicenses(join(dist, 'licenses.txt'), 'licenses.txt')
for (const [program, most] of Object.entries(programs)) {
  const work = mkdtempSync(join(tmpdir(), 'perf-action-build-'))
  bundle(`${program}.js`, work)
  const chunks = readdirSync(work).filter((name) => name.endsWith('.index.js'))
  if (chunks.length > 0) throw new Error(`${program} must be one file, but ncc split off ${chunks.join(', ')}`)
  await shrink(join(work, 'index.js'))
  const { size } = statSync(join(work, 'index.js'))
  if (size > most) throw new Error(`${program} has ${size} bytes, more than the ${most} it may have`)
  copyFileSync(join(work, 'index.js'), join(dist, `${program}.mjs`))
  const licences = join(work, 'licenses.txt') // there is none where nothing but ours went in
  if (existsSync(licences)) writeLicenses(licences, `${program}.licenses.txt`)
  rmSync(work, { recursive: true })
}
for (const name of readdirSync(dist).filter((file) => file.endsWith('.js'))) await shrink(join(dist, name))
writeFileSync(join(dist, 'perf-action.js'), "#!/usr/bin/env node\nimport './index.js'\n", { mode: 0o755 })
for (const name of readdirSync(dist).sort())
  console.log(`${String(statSync(join(dist, name)).size).padStart(9)} ${name}`)
