import { expect, test } from '@jest/globals'
import { NameTable } from '../../../src/core/jtl/name-table.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('every name keeps its own value, also after the table has grown', () => {
  const table = new NameTable<number>()
  const names = Array.from({ length: 5000 }, (_, i) => bytes(`GET /${i}`))
  for (const [i, name] of names.entries()) table.add(name, i)
  expect(table.size).toBe(names.length)
  expect(names.map((name) => table.get(name, 0, name.length))).toEqual(names.map((_, i) => i))
})

test('names of one hash and length are told apart', () => {
  const table = new NameTable<string>()
  const [one, other] = [bytes('GET /i1c9wugx'), bytes('GET /9umnfg8p')]
  table.add(one, 'one')
  expect(table.get(other, 0, other.length)).toBeUndefined()
  table.add(other, 'other')
  expect([table.get(one, 0, one.length), table.get(other, 0, other.length)]).toEqual(['one', 'other'])
})

test('a name is found within other bytes, and only the whole of it', () => {
  const table = new NameTable<string>()
  table.add(bytes('GET /'), 'found')
  expect(table.get(bytes('1,GET /,2'), 2, 7)).toBe('found')
  expect(table.get(bytes('1,GET /,2'), 2, 6)).toBeUndefined()
  expect(table.get(bytes('1,GET /,2'), 2, 8)).toBeUndefined()
})
