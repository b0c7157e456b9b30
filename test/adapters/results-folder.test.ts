import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { createResultsFolder } from '../../src/adapters/results-folder.ts'
import { temporaryFolder } from '../support/folder.ts'

const RUN = 'r20261102100000-abc234'

/** A folder beside one with a secret in it, with these files. */
function laidOut(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder()
  const root = join(folder.path, 'results')
  mkdirSync(root)
  const secret = join(folder.path, 'secret.json')
  writeFileSync(secret, 'secret')
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { root, secret, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)

test('runs are the folders with an id of ours, oldest first; nothing else is looked at', async () => {
  using it = laidOut({
    [`shop/${RUN}/run.json`]: '{}',
    'shop/r20261102090000-abc234/run.json': '{}',
    'shop/..%2f..%2fetc/run.json': '{}',
    'shop/history/main/1.json': '{}',
    'shop/r20261102090000-ABC234/run.json': '{}',
    [`shop/r20261103090000-abc234`]: 'a file',
  })
  symlinkSync('/etc', join(it.root, 'shop/r20261104090000-abc234'))
  expect(await createResultsFolder(it.root).runs('shop')).toEqual(['r20261102090000-abc234', RUN])
})

test('a test without results has no runs, and a file that is missing is not there', async () => {
  using it = laidOut({ [`shop/${RUN}/summary.json`]: '{}' })
  const results = createResultsFolder(it.root)
  expect(await results.runs('cart')).toEqual([])
  expect(await results.get(`shop/${RUN}/manifest.json`)).toBeUndefined()
  expect(await results.get(`shop/${RUN}/summary.json/more`)).toBeUndefined()
  expect(text(await results.get(`shop/${RUN}/summary.json`))).toBe('{}')
})

test('a folder that is a link has no runs', async () => {
  using it = laidOut({ [`real/${RUN}/run.json`]: '{}' })
  symlinkSync(join(it.root, 'real'), join(it.root, 'shop'))
  expect(await createResultsFolder(it.root).runs('shop')).toEqual([])
})

test.each([
  ['a file outside', (secret: string) => secret],
  ['a file outside, relatively', () => '../../../secret.json'],
  ['a device', () => '/dev/zero'],
  ['itself', () => 'manifest.json'],
])('a link to %s is refused', async (_, target) => {
  using it = laidOut({ [`shop/${RUN}/run.json`]: '{}' })
  symlinkSync(target(it.secret), join(it.root, `shop/${RUN}/manifest.json`))
  const reading = createResultsFolder(it.root).get(`shop/${RUN}/manifest.json`)
  await expect(reading).rejects.toMatchObject({ code: 'STORE' })
})

test('a link on the way to a file is refused, even to within', async () => {
  using it = laidOut({ [`shop/${RUN}/pods/0/manifest.json`]: '{}' })
  symlinkSync(join(it.root, `shop/${RUN}/pods/0`), join(it.root, `shop/${RUN}/pods/1`))
  await expect(createResultsFolder(it.root).get(`shop/${RUN}/pods/1/manifest.json`)).rejects.toMatchObject({
    code: 'STORE',
    message: expect.stringContaining('is a link'),
  })
})

test('what is no file is refused', async () => {
  using it = laidOut({ [`shop/${RUN}/manifest.json/x`]: '' })
  await expect(createResultsFolder(it.root).get(`shop/${RUN}/manifest.json`)).rejects.toMatchObject({ code: 'STORE' })
})

test('a file over the limit is refused before it is read, and so is the one that makes them too much together', async () => {
  using it = laidOut({ huge: 'x'.repeat(101), first: 'x'.repeat(60), second: 'x'.repeat(60) })
  const results = createResultsFolder(it.root, { file: 100, all: 110 })
  await expect(results.get('huge')).rejects.toMatchObject({
    code: 'STORE',
    message: expect.stringContaining('101 bytes'),
  })
  expect((await results.get('first'))?.length).toBe(60)
  await expect(results.get('second')).rejects.toMatchObject({ code: 'STORE' })
})

test('files that are read at once count together too', async () => {
  using it = laidOut({ first: 'x'.repeat(60), second: 'x'.repeat(60) })
  const results = createResultsFolder(it.root, { file: 100, all: 110 })
  const read = await Promise.allSettled([results.get('first'), results.get('second')])
  expect(read.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a folder that is not there says which input names it', async () => {
  await expect(createResultsFolder('/no/such/folder').runs('shop')).rejects.toMatchObject({
    code: 'STORE',
    hint: expect.stringContaining('the input `results`'),
  })
})
