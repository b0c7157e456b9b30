import { open, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { engineModule } from '../../src/core/jtl/engine/module.ts'
import { mergeSummaries } from '../../src/core/jtl/merge.ts'
import { createBlockSummarizer } from '../../src/core/jtl/summarize.ts'
import { jtlLine } from '../../src/core/jtl/write.ts'
import { halfSummary, readSecondHalf, type Said } from '../../src/jtl/second-half.ts'
import { summarizeHalves } from '../../src/jtl/two-halves.ts'
import { temporaryFolder } from '../support/folder.ts'
import { jtl, read, row, rows } from '../support/jtl.ts'

const PROGRAM = new URL('../../src/jtl-half.ts', import.meta.url).pathname
const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

async function fileOf(text: string): Promise<string> {
  const path = join(folder.path, `${Math.random()}.jtl`)
  await writeFile(path, text)
  return path
}

/** What two threads find, which must be what one finds; and what the first one has read of it itself. */
async function onTwo(text: string, program = PROGRAM) {
  const path = await fileOf(text)
  const [handle, { size }] = [await open(path), await stat(path)]
  using summarizer = createBlockSummarizer('load')
  const halves = { file: handle.fd, path, block: 'load', half: Math.ceil(size / 2), size, slices: true, program }
  const summary = await summarizeHalves(summarizer, halves).finally(() => handle.close())
  expect(summary).toEqual(read(text).summary)
  return { summary, first: { rows: summarizer.rows, labels: summarizer.block().labels.map(({ label }) => label) } }
}

/** Both threads have found a part of it. */
async function expectJoined(text: string) {
  const { summary, first } = await onTwo(text)
  expect(first.rows.read).toBeLessThan(summary.rows.read)
  return summary
}

/** The first thread has read all of it, whatever the second one found. */
async function expectReadOn(text: string) {
  const { summary, first } = await onTwo(text)
  expect(first.rows).toEqual(summary.rows)
  return summary
}

test('each thread reads its half, and the file is the sum of both', async () => {
  const of = (label: string) => rows(1000, (i) => row({ label, elapsed: i % 700 }))
  const { summary, first } = await onTwo(jtl({ label: 'a' }) + of('a') + of('b'))
  expect(first.labels).toEqual(['a'])
  expect(summary.labels).toMatchObject([
    { label: 'a', count: 1001 },
    { label: 'b', count: 1000 },
  ])
})

test('the first thread reads all where there is no second one', async () => {
  const { first } = await onTwo(jtl({}) + rows(1000), join(folder.path, 'none.mjs'))
  expect(first.rows).toEqual({ read: 1001, skipped: 0 })
})

test('a half that is within a quoted text full of rows is read on', async () => {
  const fake = jtlLine(row({ failureMessage: '', label: 'fake' })).repeat(2000)
  const text = jtl({}) + rows(500) + jtlLine(row({ success: false, failureMessage: fake })) + rows(500)
  const { labels, rows: counted } = await expectReadOn(text)
  expect(labels.map(({ label }) => label)).not.toContain('fake')
  expect(counted).toEqual({ read: 1002, skipped: 0 })
})

test('a half among damaged rows is found as one thread finds it', async () => {
  const bad = `bad\n${jtlLine(row({ label: '"' })).replace('""""', '"x')}`.repeat(200)
  const { rows: counted, warnings } = (await onTwo(jtl({}) + rows(500) + bad + rows(500))).summary
  expect(counted.skipped).toBeGreaterThan(0)
  expect(warnings.length).toBeGreaterThan(0)
})

test('a half after another header is read on by the columns of that', async () => {
  const swapped = jtl().replace('timeStamp,elapsed', 'elapsed,timeStamp')
  const other = rows(1000).replaceAll(/^(\d+),(\d+)/gm, '$2,$1')
  const { rows: counted, warnings } = await expectReadOn(jtl({}) + rows(100) + swapped + other)
  expect(counted).toEqual({ read: 1101, skipped: 0 })
  expect(warnings).toMatchObject([{ code: 'header', line: 103 }])
})

test('a half among rows of another delimiter is joined', async () => {
  const semicolons = rows(400).replaceAll(',', ';')
  const { rows: counted } = await expectJoined(jtl({}) + rows(500) + semicolons + rows(10))
  expect(counted).toEqual({ read: 911, skipped: 0 })
})

test('what is told once is told once of both halves', async () => {
  const twoLines = (i: number) => row({ success: i % 50 > 0, failureMessage: i % 50 > 0 ? '' : 'not\nthis' })
  const { warnings } = await expectJoined(jtl({}) + rows(1000, twoLines))
  expect(warnings).toMatchObject([{ code: 'multi-line', line: 3 }])
})

test('lines and offsets are those of the whole file', async () => {
  const text = `${jtl({}) + rows(900)}bad\n${rows(10)}`
  const { warnings } = await expectJoined(text)
  expect(warnings).toMatchObject([{ line: 903, offset: text.indexOf('bad') }])
})

test('halves whose failures differ so much that they are counted together are read on', async () => {
  const many = (i: number) => row({ success: false, failureMessage: `id ${i}` })
  const { total } = await expectReadOn(jtl({}) + rows(1000, many))
  expect(total.failures.map(({ message }) => message)).toContain('(other failures)')
})

test('halves that together have more labels than are told apart are read on', async () => {
  const { labels } = await expectReadOn(jtl({}) + rows(1500, (i) => row({ label: `label ${i}` })))
  expect(labels).toHaveLength(1001)
})

/** Ten of these are too many. */
const big = (count: number) => jtlLine(row({ bytes: 999_999_999_999_999 })).repeat(count)

test.each([
  ['both halves together', big(5) + rows(500) + rows(500) + big(5), ['overflow']],
  ['the second half alone', rows(1000) + big(12), ['overflow']],
  ['the first half alone', big(12) + rows(1000), ['overflow']],
  [
    'a half that does not tell, as what came before was damaged, too',
    `${rows(1000)}${big(9)}bad\n${big(3)}`,
    ['damaged-row'],
  ],
])('sums that do not stay exact in %s are refused as by one reader', async (_, body, codes) => {
  const { warnings } = await expectReadOn(jtl({}) + body)
  expect(warnings.map(({ code }) => code)).toEqual(codes)
})

test('a label of which a half has but a row that is refused is none', async () => {
  const late = big(1).replace('GET /', 'late')
  const { labels } = await expectReadOn(jtl({}) + rows(1000) + big(9) + late)
  expect(labels.map(({ label }) => label)).not.toContain('late')
})

test('a file without rows, or without a header, is read on', async () => {
  await expectReadOn(jtl())
  await expectReadOn(rows(300).replaceAll(/,0\n/g, '\n'))
})

test('the second half is read from a row on, and found to be one by the first', async () => {
  const path = await fileOf(jtl({}) + rows(2000))
  const { size } = await stat(path)
  const said: Said[] = []
  const half = { path, block: 'load', half: size >> 1, size, slices: true, engine: engineModule() }
  await readSecondHalf(half, (message) => said.push(message))
  const [start, done] = said
  if (start?.said !== 'start' || done?.said !== 'done') throw new Error('it gave up')
  expect(start.at).toBeGreaterThanOrEqual(size >> 1)
  const file = await readFile(path)
  const one = read(file.subarray(0, start.at))
  expect(mergeSummaries([one.summary, halfSummary(done, 1)])).toEqual(mergeSummaries([read(file).summary]))
})
