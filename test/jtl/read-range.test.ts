import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { summarizeFile } from '../../src/jtl/summarize-file.ts'
import { temporaryFolder } from '../support/folder.ts'
import { jtl } from '../support/jtl.ts'

const PROGRAM = new URL('../../src/jtl-half.ts', import.meta.url).pathname

test.each([
  ['one thread', {}],
  ['two threads', { program: PROGRAM, parallelFrom: 0 }],
])('%s tell of a file, however short it is, that it was read to its end', async (_, threads) => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'a.jtl')
  const text = jtl(...Array.from({ length: 1000 }, () => ({})))
  writeFileSync(path, text)
  const told: number[] = []
  await summarizeFile(path, { ...threads, progress: (bytes) => told.push(bytes) })
  expect(told.at(-1)).toBe(text.length)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})
