import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createDirectoryStore } from '../../src/adapters/directory-store.ts'
import { temporaryFolder } from '../support/folder.ts'

function open() {
  const folder = temporaryFolder()
  return { ...folder, store: createDirectoryStore(join(folder.path, 'results')), root: join(folder.path, 'results') }
}

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes)

test('what is put is there to get and to see, and put again it is replaced', async () => {
  using at = open()
  expect(await at.store.get('shop/r1/summary.json')).toBeUndefined()
  await at.store.put('shop/r1/summary.json', 'one', 'application/json')
  await at.store.put('shop/r1/summary.json', new TextEncoder().encode('two'), 'application/json')
  expect(text(await at.store.get('shop/r1/summary.json'))).toBe('two')
  expect(readFileSync(join(at.root, 'shop/r1/summary.json'), 'utf8')).toBe('two')
  expect(await at.store.get('shop/r1')).toBeUndefined()
  expect(await at.store.get('shop/r1/summary.json/more')).toBeUndefined()
})

test('a body of unknown length is uploaded whole, or not at all', async () => {
  using at = open()
  const pieces = async function* (fails: boolean) {
    yield new TextEncoder().encode('one ')
    if (fails) throw new Error('cut')
    yield new TextEncoder().encode('two')
  }
  await at.store.upload('a/b', pieces(false), 'text/plain')
  expect(text(await at.store.get('a/b'))).toBe('one two')
  await expect(at.store.upload('a/c', pieces(true), 'text/plain')).rejects.toMatchObject({ code: 'STORE' })
  expect(readdirSync(join(at.root, 'a'))).toEqual(['b'])
})

test('of many that create one object at once, exactly one has made it, and all of it', async () => {
  using at = open()
  const bodies = Array.from({ length: 20 }, (_, i) => String(i).repeat(100_000))
  const made = await Promise.all(bodies.map((body) => at.store.create('claim.json', body, 'application/json')))
  expect(made.filter((won) => won)).toHaveLength(1)
  expect(text(await at.store.get('claim.json'))).toBe(bodies[made.indexOf(true)])
  expect(await at.store.create('claim.json', 'late', 'application/json')).toBe(false)
  expect(readdirSync(at.root)).toEqual(['claim.json'])
})

test('a list has the keys that begin with the prefix, in the order of a bucket, and no unfinished file', async () => {
  using at = open()
  expect(await at.store.list('shop/')).toEqual([])
  const keys = ['shop/b', 'shop/a/2', 'shop/a/10', 'shop/a-', 'shop/a/é', 'shopping', 'other/x']
  for (const key of keys) await at.store.put(key, '', 'text/plain')
  writeFileSync(join(at.root, 'shop', '.0b9f3f0e-3c1c-4ad5-8d0c-0d6d3a3e6f55.part'), 'half')
  mkdirSync(join(at.root, 'shop', 'empty'))
  expect(await at.store.list('shop/')).toEqual(['shop/a-', 'shop/a/10', 'shop/a/2', 'shop/a/é', 'shop/b'])
  expect(await at.store.list('shop/a')).toEqual(['shop/a-', 'shop/a/10', 'shop/a/2', 'shop/a/é'])
  expect(await at.store.list('shop')).toHaveLength(6)
  expect(await at.store.list('')).toHaveLength(7)
  expect(await at.store.list('shop/', 2)).toEqual(['shop/a-', 'shop/a/10'])
  expect(await at.store.list('none/')).toEqual([])
})

test.each(['', '..', '../x', 'a/../../x', '/etc/passwd', 'a//b', 'a/.', 'a\\..\\..\\x', 'a\0b'])(
  'the key %j is refused, whatever is done with it',
  async (key) => {
    using at = open()
    const refused = { code: 'STORE' }
    await expect(at.store.get(key)).rejects.toMatchObject(refused)
    await expect(at.store.put(key, 'x', 'text/plain')).rejects.toMatchObject(refused)
    await expect(at.store.create(key, 'x', 'text/plain')).rejects.toMatchObject(refused)
    expect(readdirSync(at.path)).toEqual([])
  },
)

test('no key leads out of the root', async () => {
  using at = open()
  const part = fc.oneof(fc.constantFrom('..', '.', '', '/', '\\', 'a'), fc.string({ maxLength: 5 }))
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
      await at.store.put(parts.join('/'), 'x', 'text/plain').catch((thrown) => expect(thrown.code).toBe('STORE'))
      expect(readdirSync(at.path).filter((name) => name !== 'results')).toEqual([])
    }),
  )
})

test('a link for people is a file URL, of a folder too', () => {
  using at = open()
  expect(at.store.url('shop/r 1/report/index.html')).toBe(`file://${at.root}/shop/r%201/report/index.html`)
  expect(at.store.url('shop/r1/')).toBe(`file://${at.root}/shop/r1/`)
})

test('a folder that cannot be written says so', async () => {
  using at = open()
  writeFileSync(at.root, 'a file in its place')
  await expect(at.store.put('a', 'x', 'text/plain')).rejects.toMatchObject({
    code: 'STORE',
    message: expect.stringMatching(/^cannot write `a`: /),
    hint: expect.stringContaining('the folder of the results'),
  })
})
