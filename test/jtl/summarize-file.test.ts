import { existsSync } from 'node:fs'
import { appendFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from '@jest/globals'
import { jtlLine } from '../../src/core/jtl/write.ts'
import { summarizeFile } from '../../src/jtl/summarize-file.ts'
import { temporaryFolder } from '../support/folder.ts'
import { jtl, read, row, rows } from '../support/jtl.ts'

const PROGRAM = new URL('../../src/jtl-half.ts', import.meta.url).pathname
const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())

async function file(text: string | Uint8Array): Promise<string> {
  const path = join(folder.path, `${Math.random()}.jtl`)
  await writeFile(path, text)
  return path
}

/** On one thread and on two, which must not differ. */
async function both(text: string) {
  const path = await file(text)
  const one = await summarizeFile(path)
  const two = await summarizeFile(path, { program: PROGRAM, parallelFrom: 0 })
  expect(two).toEqual(one)
  return one
}

test('a file is summarized as its bytes are', async () => {
  const text = jtl({}) + rows(3000)
  expect(await both(text)).toEqual(read(text).summary)
})

test.each([
  ['a row much later than the others', jtlLine(row({ timeStamp: 90_000_000 }))],
  ['a row earlier than the others', jtlLine(row({ timeStamp: 5 }))],
  ['no row, though it begins as one', '9999999999999,fake\n'],
  ['the end of a row, in which another line looks like one', jtlLine(row({ failureMessage: '\n9999999999999,1\n' }))],
])('slices are as wide as they are without a look at the end, which is %s', async (_, end) => {
  const text = jtl({}) + rows(1000, (i) => row({ timeStamp: 1_700_000_000_000 + 10 * i })) + end
  expect(await both(text)).toEqual(read(text).summary)
})

test.each([
  ['of the size from which it pays', 0, true],
  ['that is smaller than that', 1e6, false],
])('a second thread is asked to read a file %s', async (_, parallelFrom, asked) => {
  const [path, trace] = [await file(jtl({}) + rows(300)), join(folder.path, `asked-${parallelFrom}`)]
  const program = join(folder.path, 'half.mjs')
  await writeFile(program, `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(trace)}, '')\n`)
  expect((await summarizeFile(path, { program, parallelFrom })).rows.read).toBe(301)
  expect(existsSync(trace)).toBe(asked)
})

test('a gzip file is read, of one part or of several', async () => {
  const text = jtl({}) + rows(3000)
  const path = await file(gzipSync(text.slice(0, 9000)))
  await appendFile(path, gzipSync(text.slice(9000)))
  expect(await summarizeFile(path)).toEqual(read(text).summary)
})

test('a gzip file that is cut is refused with what is wrong', async () => {
  const path = await file(gzipSync(jtl({}) + rows(3000)).subarray(0, 4000))
  await expect(summarizeFile(path)).rejects.toMatchObject({
    code: 'INPUT',
    message: expect.stringContaining('unexpected end'),
  })
})

test('zeros after the end of a gzip file are padding, more than these are not passed over', async () => {
  const [packed, padding] = [gzipSync(jtl({}, {})), Buffer.alloc(3 << 20)]
  expect((await summarizeFile(await file(Buffer.concat([packed, padding])))).rows.read).toBe(2)
  for (const zeros of [padding, padding.subarray(0, 10)])
    await expect(summarizeFile(await file(Buffer.concat([packed, zeros, packed])))).rejects.toMatchObject({
      code: 'INPUT',
      message: expect.stringContaining("more after the gzip's end"),
    })
})

test('a gzip file of members that end anywhere in the pieces that are read is the same', async () => {
  const members = [0, 1, 2].map((i) =>
    gzipSync(
      rows(20_000, (j) => row({ elapsed: (i + j) % 999 })),
      { level: i },
    ),
  )
  const whole = Buffer.concat([gzipSync(jtl({})), ...members])
  expect(whole.length).toBeGreaterThan(1 << 20)
  expect((await summarizeFile(await file(whole))).rows).toEqual({ read: 60_001, skipped: 0 })
})

test('what is no JTL is refused', async () => {
  await expect(summarizeFile(await file('name,age\nx,1\n'))).rejects.toMatchObject({ code: 'INPUT' })
})

test('without slices all else is the same', async () => {
  const path = await file(jtl({}) + rows(300))
  const [with_, without] = [await summarizeFile(path), await summarizeFile(path, { slices: false })]
  expect({ ...without, blocks: [] }).toEqual({ ...with_, blocks: [] })
  expect(without.blocks[0]!.labels[0]!.slices.slices).toEqual([])
})

test('a file whose end misleads is read anew only where slices depend on it', async () => {
  const path = await file(`${jtl({}) + jtlLine(row()).repeat(500_000)}9999999999999,fake\n`)
  const told = async (slices: boolean) => {
    const read: number[] = []
    await summarizeFile(path, { slices, progress: (bytes) => read.push(bytes) })
    return read
  }
  const once = await told(false)
  expect(once).toEqual([32 << 20, (await stat(path)).size])
  expect(await told(true)).toEqual([...once, ...once])
})
