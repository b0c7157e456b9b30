import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const root = new URL('../..', import.meta.url).pathname
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** The codes of warnings that stand in a folder's sources. */
function codesIn(folder: string): readonly string[] {
  const sources = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.as.ts'))
  const text = sources.map((name) => read(join(folder, name))).join('\n')
  return [...text.matchAll(/(?:warn\(|code: |damaged = .*code: )'([a-z-]+)'/g)].map(([, code]) => code ?? '')
}

test('every warning of a result file is told in docs/jtl.md, and no other', () => {
  const table = /\| warning \|[\s\S]*?\n\n/.exec(read('docs/jtl.md'))?.[0] ?? ''
  const told = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, code]) => code)
  expect(told.toSorted()).toEqual([...new Set([...codesIn('src/core/jtl'), ...codesIn('src/jtl')])].sort())
})
