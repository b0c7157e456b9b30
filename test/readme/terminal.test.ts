import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { type Installed, installCli } from '../support/command-line.ts'
import { type RunningShop, startShop } from '../support/shop.ts'
import { shopJtl } from '../support/shop-jtl.ts'

jest.setTimeout(120_000) // the load of a first try takes its time

const path = new URL('../../README.md', import.meta.url).pathname
const readme = readFileSync(path, 'utf8')
const section = /\n## From a terminal\n(.*?)\n## /s.exec(readme)?.[1] ?? ''
const config = [...readme.matchAll(/```yaml\n(# perf\.yaml\n.*?)```/gs)][0]?.[1] ?? ''

interface Block {
  readonly line: string
  /** What it prints, where the section shows that. */
  readonly shown: string | undefined
}

const blocks: readonly Block[] = [...section.matchAll(/```sh\n(.*?)\n```\n(?:\n```text\n(.*?)```)?/gs)].map(
  ([, line = '', shown]) => ({ line, shown }),
)
const known = blocks.filter(({ line }) => !line.startsWith('alias '))

test('the section has blocks', () => {
  expect(known.length).toBeGreaterThanOrEqual(5)
})

test('every block of the section on the terminal does what is said of it', async () => {
  await using shop = await startShop({ 'GET /products': 150 })
  using installed = installCli()
  prepare(installed.home)
  const printed = new Map<string, string>()
  for (const { line } of known) {
    if (line.includes('--config')) writeFileSync(join(installed.home, 'perf.yaml'), config)
    const { code, out, err } = await shell(line, { installed, shop })
    expect({ line, fault: code === 2 ? err : undefined }).toEqual({ line, fault: undefined }) // all others are verdicts
    printed.set(line, out)
  }
  const outputs = known.filter(({ shown }) => shown !== undefined)
  if (process.env['UPDATE_GOLDEN'] === '1') update(outputs, printed)
  else for (const { line, shown } of outputs) expect(printed.get(line)).toBe(shown)
})

/** The files that the blocks speak of. */
function prepare(home: string): void {
  writeFileSync(join(home, 'results.jtl'), shopJtl({ failing: 0.01 }))
  writeFileSync(join(home, 'new.jtl'), shopJtl({ run: 9, slower: 0.3 }))
  for (const run of [1, 2, 3, 4, 5, 6]) writeFileSync(join(home, `night-${run}.jtl`), shopJtl({ run }))
}

interface Scene {
  readonly installed: Installed
  readonly shop: RunningShop
}

/** Runs a line as a person would, but briefly, and against the sample shop. */
function shell(line: string, { installed, shop }: Scene) {
  const brief = line.replaceAll('http://localhost:8080', shop.url).replace('30s', '5s').replace('50/s', '8/s')
  const script = `perf-action() { ${installed.command.map((word) => `'${word}'`).join(' ')} "$@"; }\n${brief}\n`
  const child = spawn('bash', ['-c', script], { cwd: installed.home, env: installed.env })
  const said = { out: '', err: '' }
  child.stdout.on('data', (piece: Buffer) => {
    said.out += piece.toString()
  })
  child.stderr.on('data', (piece: Buffer) => {
    said.err += piece.toString()
  })
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, ...said })),
  )
}

function update(outputs: readonly Block[], printed: ReadonlyMap<string, string>): void {
  const text = outputs.reduce(
    (all, { line, shown }) =>
      all.replace(
        `${line}\n\`\`\`\n\n\`\`\`text\n${shown}`,
        () => `${line}\n\`\`\`\n\n\`\`\`text\n${printed.get(line)}`,
      ),
    readme,
  )
  writeFileSync(path, text)
}
