import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import type { HttpRequest } from '../../src/core/plan.ts'
import { createClient } from '../../src/generator/client.ts'
import { type LoadOptions, makeLoad, type Sample } from '../../src/generator/load.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler as never)
  servers.push(server)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop/`
}

const get: HttpRequest = {
  name: 'GET /a',
  method: 'GET',
  path: '/a',
  headers: {},
  weight: 1,
  status: [],
  timeoutMs: 2000,
}

async function load(target: string, block: Partial<LoadOptions['block']>, more: Partial<LoadOptions> = {}) {
  const samples: Sample[] = []
  const client = createClient(target)
  await makeLoad({
    spec: { pods: 1, requests: [get] },
    block: { id: 'load', rampMs: 0, durationMs: 500, ...block },
    index: 0,
    startAt: Date.now(),
    client,
    record: (sample) => samples.push(sample),
    signal: new AbortController().signal,
    ...more,
  })
  client.close()
  return samples
}

test('an open model sends all that was asked for, whatever the target does', async () => {
  let most = 0
  let now = 0
  const target = await listen((_, res) => {
    most = Math.max(most, ++now)
    setTimeout(() => {
      now--
      res.end('ok')
    }, 400)
  })
  const samples = await load(target, { rate: 100 })
  expect(samples).toHaveLength(50)
  expect(most).toBeGreaterThan(30) // about 40 at once: nothing queued here while the target slept
  expect(samples.every(({ exchange }) => exchange.failure === undefined && exchange.code === '200')).toBe(true)
})

test('a stall of the target is in the latencies of all requests that were due meanwhile', async () => {
  const began = Date.now()
  const target = await listen((_, res) => {
    const wake = began + 400 - Date.now() // everything that comes in the first 400 ms is answered at their end
    setTimeout(() => res.end('ok'), Math.max(0, wake))
  })
  const samples = await load(target, { rate: 100 }, { startAt: began })
  const slow = samples.filter(({ started, intended, exchange }) => started - intended + exchange.elapsed > 100)
  expect(slow.length).toBeGreaterThanOrEqual(25)
})

test('closed-loop threads have at most one request each in flight', async () => {
  let now = 0
  let most = 0
  const target = await listen((_, res) => {
    most = Math.max(most, ++now)
    setTimeout(() => {
      now--
      res.end('ok')
    }, 20)
  })
  const samples = await load(target, { threads: 3 })
  expect(most).toBe(3)
  expect(samples.length).toBeGreaterThan(15)
})

test('threads with a rate keep the rate, and count lateness from the intended start', async () => {
  const target = await listen((_, res) => setTimeout(() => res.end('ok'), 100))
  const samples = await load(target, { threads: 1, rate: 20 })
  const late = samples.map(({ started, intended }) => started - intended)
  expect(Math.max(...late)).toBeGreaterThan(100) // one thread at 100 ms an answer cannot do 20/s: it says so
})

test.each([
  ['a status that is not expected', { ...get, status: [201] }, 'status 200, expected 201'],
  ['a body without the text', { ...get, contains: 'sold out' }, 'the body does not contain "sold out"'],
  ['an answer that is too late', { ...get, path: '/slow', timeoutMs: 50 }, 'timed out'],
  ['a server error', { ...get, path: '/broken' }, 'status 500, expected 200–399'],
])('%s is a failed sample', async (_, request, failure) => {
  const target = await listen((req, res) => {
    if (req.url === '/shop/slow') return
    res.statusCode = req.url === '/shop/broken' ? 500 : 200
    res.end('in stock')
  })
  const samples = await load(target, { rate: 20, durationMs: 100 }, { spec: { pods: 1, requests: [request] } })
  expect(samples.map(({ exchange }) => exchange.failure)).toEqual([failure, failure])
})

test('a request that cannot be sent is a failed sample, not an exception', async () => {
  const target = await listen((_, res) => res.end())
  const request = { ...get, headers: { x: '€' } }
  const samples = await load(target, { rate: 20, durationMs: 100 }, { spec: { pods: 1, requests: [request] } })
  expect(samples.map(({ exchange }) => exchange.code)).toEqual(
    Array(2).fill('Non HTTP response code: ERR_INVALID_CHAR'),
  )
})

test('a request on a connection that died idle is sent again, if it may be', async () => {
  let served = 0
  const used = new WeakSet<object>()
  const target = await listen(({ socket }, res) => {
    if (used.has(socket)) return void socket.resetAndDestroy() // gone idle, as the client is about to learn
    used.add(socket)
    served++
    res.end('ok')
  })
  const samples = await load(target, { rate: 200, durationMs: 500 })
  expect(samples.filter(({ exchange }) => exchange.failure !== undefined)).toEqual([])
  expect(served).toBe(samples.length)
})

test('a target that is not there is a failed sample with its code, not an exception', async () => {
  const target = await listen((_, res) => res.end())
  await new Promise((closed) => servers.pop()?.close(closed))
  const samples = await load(target, { rate: 20, durationMs: 100 })
  expect(samples.map(({ exchange }) => exchange.code)).toEqual(Array(2).fill('Non HTTP response code: ECONNREFUSED'))
})

test('a graceful stop sends nothing more and awaits what is in flight', async () => {
  const stop = new AbortController()
  const target = await listen((_, res) => {
    stop.abort()
    setTimeout(() => res.end('ok'), 100)
  })
  const samples = await load(target, { rate: 20, durationMs: 60_000 }, { signal: stop.signal })
  expect(samples.length).toBeLessThanOrEqual(2)
  expect(samples.every(({ exchange }) => exchange.code === '200')).toBe(true)
})
