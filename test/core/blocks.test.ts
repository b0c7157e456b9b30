import { expect, test } from '@jest/globals'
import { blocksOf, loadTimeMs } from '../../src/core/blocks.ts'
import type { Pairing } from '../../src/core/plan.ts'
import { httpTest } from '../support/evidence.ts'

const pairs = (most: number): Pairing => ({
  base: { url: 'http://old', revision: 'http://old/revision' },
  head: { url: 'http://new' },
  most,
  reset: 'http://new/reset',
})

test('a load test is one block, with the whole load', () => {
  expect(blocksOf(httpTest())).toEqual([
    { id: 'load', threads: 40, rampMs: 30_000, durationMs: 300_000, target: 'http://shop.shop.svc:8080' },
  ])
  expect(loadTimeMs(httpTest())).toBe(300_000)
})

test('pairs take turns as ABBA BAAB, each block with its target', () => {
  const blocks = blocksOf(httpTest({ pairs: pairs(5) }))
  expect(blocks.map(({ id }) => id)).toEqual([
    ...['1-base', '1-head', '2-head', '2-base', '3-head', '3-base', '4-base', '4-head', '5-base', '5-head'],
  ])
  expect(blocks[0]).toMatchObject({
    target: 'http://old',
    revision: 'http://old/revision',
    reset: 'http://new/reset',
    durationMs: 300_000,
  })
  expect(blocks[1]).toMatchObject({ target: 'http://new' })
  expect(blocks[1]).not.toHaveProperty('revision')
})

test('over four pairs base and head have the same places, and the same squares of them', () => {
  const order = blocksOf(httpTest({ pairs: pairs(4) })).map(({ id }) => id.endsWith('base'))
  const sum = (side: boolean, power: number) =>
    order.reduce((total, base, place) => total + (base === side ? place ** power : 0), 0)
  for (const power of [1, 2]) expect(sum(true, power)).toBe(sum(false, power))
})

test('the time of the load is that of all blocks, and a minute between them', () => {
  expect(loadTimeMs(httpTest({ pairs: pairs(2) }))).toBe(4 * 300_000 + 3 * 60_000)
})
