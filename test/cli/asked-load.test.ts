import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { firstTry } from '../../src/cli/asked-load.ts'
import { loadTests } from '../../src/config/load.ts'
import { readLimit } from '../../src/core/limit-parse.ts'
import type { Overrides } from '../../src/core/request.ts'

const load = (text: string, overrides: Overrides = {}) =>
  loadTests({ text, file: 'perf.yaml', names: 'all', readFile: async () => undefined, overrides })

test('a first try is a sound perf.yaml, whatever the address', async () => {
  await fc.assert(
    fc.asyncProperty(fc.webUrl({ withQueryParameters: true, withFragments: true }), async (address) => {
      const url = new URL(address)
      const [one] = await load(firstTry(url))
      expect(one).toMatchObject({ name: 'first-try', rate: 10, durationMs: 30_000 })
      if (one?.generator !== 'http') throw new Error('it is a test of generator http')
      const [request] = one.requests
      expect(`${one.target.url}${request?.path}`).toBe(`${url.origin}${url.pathname}${url.search}`)
    }),
  )
})

test('what options say stands in the place of what the file says', async () => {
  const limit = readLimit('p50 < 2 s')
  const over = {
    rate: 5,
    durationMs: 60_000,
    rampMs: 9000,
    target: 'http://localhost:1',
    limits: limit.ok ? [limit.value] : [],
  }
  const [one] = await load(firstTry(new URL('http://shop.example/a')), over)
  expect(one).toMatchObject({ rate: 5, durationMs: 60_000, rampMs: 9000, limits: [{ text: 'p50 < 2 s' }] })
  expect(one?.target).toEqual({ url: 'http://localhost:1' })
})
