import '../support/realm.ts'
import { createServer, type IncomingMessage } from 'node:http'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { createMetrics, type MetricSource } from '../../src/adapters/prometheus.ts'
import { PerfError } from '../../src/core/error.ts'
import type { ServiceProxy } from '../../src/ports.ts'

interface Asked {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly authorization: string | undefined
  readonly form: Readonly<Record<string, string>>
}

type Reply = { readonly status: number; readonly body: string; readonly location?: string } | 'cut'

const asked: Asked[] = []
let replies: Reply[] = []

/** A server that says what it is told to, and remembers what it was asked. */
const server = createServer((request, response) => {
  readText(request).then((body) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const form = Object.fromEntries(new URLSearchParams(body === '' ? url.search : body))
    const { method, headers } = request
    asked.push({ method, url: url.pathname, authorization: headers.authorization, form })
    const reply = replies.shift() ?? { status: 200, body: MATRIX }
    if (reply === 'cut') request.socket.destroy()
    else response.writeHead(reply.status, reply.location ? { location: reply.location } : {}).end(reply.body)
  })
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
const { port } = server.address() as { port: number }
const url = `http://127.0.0.1:${port}`
afterAll(() => {
  server.close()
})
beforeEach(() => {
  asked.length = 0
  replies = []
})

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += part
  return text
}

const MATRIX = JSON.stringify({
  status: 'success',
  data: {
    resultType: 'matrix',
    result: [
      {
        metric: { pod: 'a' },
        values: [
          [1, '0.5'],
          [2, '0.75'],
        ],
      },
    ],
  },
})
const window = { start: 1, end: 2, step: 1 }
const query = { id: 'cpu', query: 'up{a="b&c"}', source: 'default' }

/** What the API server's proxy does: the same request, at a path of its own. */
const proxy: ServiceProxy = async (path, params, signal) => {
  const answer = await fetch(`${url}${path}?${params}`, { signal })
  return { status: answer.status, body: await answer.text() }
}

function metrics(
  source: MetricSource = { url },
  slept: number[] = [],
  more: { proxy?: ServiceProxy; signal?: AbortSignal } = {},
) {
  const clock = { now: Date.now, sleep: async (ms: number) => void slept.push(ms) }
  return createMetrics({ default: source }, { proxy, clock, signal: new AbortController().signal, ...more })
}

test('by URL it is one POST with the query in its body and the token in its header', async () => {
  await metrics({ url: `${url}/prom/`, token: 'secret' }).range(query, window)
  const form = { query: 'up{a="b&c"}', start: '1', end: '2', step: '1', timeout: '25s', limit: '201' }
  expect(asked).toEqual([{ method: 'POST', url: '/prom/api/v1/query_range', authorization: 'Bearer secret', form }])
})

test.each([
  [
    'monitoring/prometheus:http',
    undefined,
    '/api/v1/namespaces/monitoring/services/prometheus:http/proxy/api/v1/query_range',
  ],
  [
    'monitoring/prometheus:9090',
    '/prom/',
    '/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/prom/api/v1/query_range',
  ],
])('by the Service %s it is one GET of the API server', async (service, path, expected) => {
  await metrics({ service, ...(path === undefined ? {} : { path }) }).range(query, window)
  expect(asked).toMatchObject([{ method: 'GET', url: expected, form: { query: 'up{a="b&c"}', step: '1' } }])
})

test('both ways give the same samples', async () => {
  const byUrl = await metrics().range(query, window)
  const byService = await metrics({ service: 'monitoring/prometheus:http' }).range(query, window)
  expect(byUrl).toMatchObject({
    state: 'ok',
    series: [
      {
        labels: { pod: 'a' },
        points: [
          [1, 0.5],
          [2, 0.75],
        ],
      },
    ],
  })
  expect(byService).toEqual(byUrl)
})

test('429, 5xx and a cut connection are tried again, ever more slowly', async () => {
  replies = [{ status: 429, body: '' }, { status: 503, body: '' }, 'cut']
  const slept: number[] = []
  expect(await metrics({ url }, slept).range(query, window)).toMatchObject({ state: 'ok' })
  expect(slept).toEqual([500, 1000, 2000])
})

test.each<[string, Reply, string, number]>([
  [
    'a wrong query',
    { status: 400, body: '{"status":"error","errorType":"bad_data","error":"1:3: parse error: unclosed"}' },
    'Prometheus answered 400, bad_data: 1:3: parse error: unclosed',
    1,
  ],
  [
    'a query that cannot be executed',
    { status: 422, body: '{"status":"error","errorType":"execution","error":"too many samples"}' },
    'Prometheus answered 422, execution: too many samples',
    1,
  ],
  [
    'a refused token',
    { status: 401, body: 'Unauthorized' },
    'Prometheus answered 401: Unauthorized; check the input prometheus-token',
    1,
  ],
  [
    'a redirect, which is not followed with the token',
    { status: 302, body: '', location: `${url}/elsewhere` },
    'Prometheus answered 302; it redirects: give the address that it leads to',
    1,
  ],
])('%s is a failed result that says so, at once', async (_, reply, why, requests) => {
  replies = [reply]
  expect(await metrics().range(query, window)).toMatchObject({ state: 'failed', why, series: [] })
  expect(asked).toHaveLength(requests)
})

test('a service that stays away is given up after four tries, with its last words', async () => {
  replies = Array.from({ length: 9 }, () => ({
    status: 503,
    body: '{"status":"error","errorType":"timeout","error":"query timed out"}',
  }))
  expect(await metrics().range(query, window)).toMatchObject({
    state: 'failed',
    why: 'Prometheus answered 503, timeout: query timed out',
  })
  expect(asked).toHaveLength(4)
})

test('a role that may not use the Service proxy is told which right and which file', async () => {
  replies = [{ status: 403, body: '{"kind":"Status","message":"services \\"prometheus:http\\" is forbidden"}' }]
  const { why } = await metrics({ service: 'monitoring/prometheus:http' }).range(query, window)
  expect(why).toBe(
    'the API server answered 403: services "prometheus:http" is forbidden; the role\'s group needs get on services/proxy of monitoring, prometheus:http: apply infra/rbac.yaml',
  )
})

test('where nobody listens the reason of the connection is told', async () => {
  const closed = createServer()
  await new Promise<void>((ready) => closed.listen(0, '127.0.0.1', ready))
  const nowhere = `http://127.0.0.1:${(closed.address() as { port: number }).port}`
  await new Promise((done) => closed.close(done))
  const { state, why } = await metrics({ url: nowhere }).range(query, window)
  expect(state).toBe('failed')
  expect(why).toMatch(/^Prometheus did not answer: fetch failed: connect ECONNREFUSED 127\.0\.0\.1:\d+$/)
})

test('an error of the API server keeps its hint', async () => {
  const broken: ServiceProxy = async () => {
    throw new PerfError('KUBERNETES', 'the API server is away', { hint: 'try again' })
  }
  const { why } = await metrics({ service: 'a/b:c' }, [], { proxy: broken }).range(query, window)
  expect(why).toBe('Prometheus did not answer: the API server is away (try again)')
})

test('an unknown source is told, with those that there are', async () => {
  expect(await metrics().range({ ...query, source: 'generators' }, window)).toMatchObject({
    state: 'failed',
    why: 'the input prometheus has no source "generators": it has default',
  })
  expect(asked).toEqual([])
})

test('a cancelled workflow is no failed query', async () => {
  const signal = AbortSignal.abort(new Error('cancelled by the user'))
  await expect(metrics({ url }, [], { signal }).range(query, window)).rejects.toThrow('cancelled by the user')
})
