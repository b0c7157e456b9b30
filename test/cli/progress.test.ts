import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { progressLine, watchProgress } from '../../src/cli/progress.ts'
import { readAll } from '../../src/cli/results.ts'
import { temporaryFolder } from '../support/folder.ts'
import { jtl } from '../support/jtl.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

test.each([
  [{ read: 3 * 2 ** 30, size: 10 * 2 ** 30, elapsedMs: 3000 }, 'a.jtl: 30 %, 1 GiB/s, 7 s left'],
  [{ read: 1 << 20, size: 100 << 20, elapsedMs: 2000 }, 'a.jtl: 1 %, 512 KiB/s, 3 min 18 s left'],
  [{ read: 100, size: 100, elapsedMs: 2000 }, 'a.jtl: 100 %, 50 B/s, 1 s left'],
  [{ read: 0, size: 100, elapsedMs: 2000 }, 'a.jtl: 0 %, 0 B/s, 3 min 20 s left'],
  [{ read: 5 * 2 ** 30, size: undefined, elapsedMs: 4000 }, 'a.jtl: 5 GiB, 1.25 GiB/s'],
])('%j reads %s', (standing, line) => {
  expect(progressLine({ name: 'a.jtl', ...standing })).toBe(line)
})

/** What is shown while so many bytes are read at each of these times. */
function shown(files: readonly string[], readings: readonly (readonly [ms: number, file: string, bytes: number])[]) {
  const lines: string[] = []
  let time = 0
  const progress = watchProgress(files, { status: (line) => lines.push(line) }, () => time)
  for (const [ms, file, bytes] of readings) {
    time = ms
    progress.read(file, bytes)
  }
  progress.end()
  return lines
}

test('what takes a second is shown, at most five times a second, and taken away', () => {
  const path = join(folder.path, 'a.jtl')
  writeFileSync(path, 'x'.repeat(1000))
  const lines = shown(
    [path],
    [
      [900, path, 90],
      [1000, path, 100],
      [1100, path, 110],
      [1200, path, 120],
    ],
  )
  expect(lines).toEqual([expect.stringMatching(/: 10 %, 100 B\/s, 9 s left$/), expect.stringContaining(': 12 %'), ''])
})

test('nothing is shown of what is short', () => {
  expect(shown(['-'], [[10, '-', 5]])).toEqual([])
})

test('several files are shown as one, without a share where a size is not known', () => {
  expect(
    shown(
      ['-', 'b'],
      [
        [1000, '-', 1000],
        [2000, 'b', 3000],
      ],
    ),
  ).toEqual(['2 files: 1,000 B, 1,000 B/s', '2 files: 3.91 KiB, 1.95 KiB/s', ''])
})

test('an empty file among several takes nothing away from the share', () => {
  const [empty, full] = ['empty.jtl', 'full.jtl'].map((name) => join(folder.path, name)) as [string, string]
  writeFileSync(empty, '')
  writeFileSync(full, 'x'.repeat(1000))
  expect(shown([empty, full], [[1000, full, 500]])[0]).toMatch(/^2 files: 50 %, /)
})

test('several files that were read are at 100 %, however short each is', async () => {
  const files = Array.from({ length: 3 }, (_, i) => join(folder.path, `${i}.jtl`))
  for (const [i, file] of files.entries()) writeFileSync(file, jtl(...Array.from({ length: 10 * i + 1 }, () => ({}))))
  const lines: string[] = []
  let time = 0
  const progress = watchProgress(files, { status: (line) => lines.push(line) }, () => (time += 1000))
  await readAll(files, (file) => ({ progress: (bytes) => progress.read(file, bytes) }))
  expect(lines.at(-1)).toMatch(/^3 files: 100 %, /)
})

test('where stderr is no terminal there is nothing to show it on', () => {
  const progress = watchProgress(['-'], {}, () => 5000)
  progress.read('-', 1)
  progress.end()
})
