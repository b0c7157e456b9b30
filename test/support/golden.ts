import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from '@jest/globals'

const root = new URL('../golden/', import.meta.url).pathname

/** Compares files by name with the folder test/golden/<folder>; with UPDATE_GOLDEN=1 writes them there instead. */
export function expectGolden(folder: string, files: Readonly<Record<string, string>>): void {
  const base = join(root, folder)
  if (process.env['UPDATE_GOLDEN'] === '1') {
    rmSync(base, { recursive: true, force: true })
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(base, name)), { recursive: true })
      writeFileSync(join(base, name), text)
    }
  }
  const names = readdirSync(base).sort()
  const golden = Object.fromEntries(names.map((name) => [name, readFileSync(join(base, name), 'utf8')]))
  expect(files).toEqual(golden)
}
