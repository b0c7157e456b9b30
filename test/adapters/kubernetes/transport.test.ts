import { createServer } from 'node:http'
import { type AddressInfo, connect as connectTcp } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { createKubernetes, type Kubernetes } from '../../../src/adapters/kubernetes/kubernetes.ts'
import { Transport } from '../../../src/adapters/kubernetes/transport.ts'
import { type Answer, json, type KubeServer, startKubeServer, status } from '../../support/kube-server.ts'
import { stillClock } from '../../support/still-clock.ts'

let server: KubeServer
let kubernetes: Kubernetes

afterEach(async () => {
  kubernetes.close()
  await server.close()
})

const nothing = { metadata: { resourceVersion: '1' }, items: [] }

async function connect(answer: Answer, tokens: readonly string[] = ['one']) {
  server = await startKubeServer(answer)
  const minted: string[] = []
  const clock = stillClock()
  const requests: string[] = []
  kubernetes = createKubernetes({
    server: server.url,
    caData: server.caData,
    clock,
    token: async () => {
      const token = tokens[Math.min(minted.length, tokens.length - 1)]!
      minted.push(token)
      return { token, expiresAt: clock.now() + 900_000 }
    },
    onRequest: (method, path) => requests.push(`${method} ${path}`),
  })
  return { jobs: kubernetes.jobs('perf'), minted, clock, requests }
}

test('a hundred looks at a Job share at most four TLS connections', async () => {
  const { jobs, requests } = await connect((_, response) => json(response, 200, nothing))
  for (let i = 0; i < 50; i++) await jobs.get('run')
  expect(server.requests).toHaveLength(100)
  expect(requests).toEqual(server.requests)
  expect(server.connections()).toBeLessThanOrEqual(4)
})

test('a 401 gets one new token and one more try', async () => {
  const { jobs, minted } = await connect(
    (request, response) =>
      request.headers.authorization === 'Bearer two'
        ? json(response, 200, nothing)
        : status(response, 401, 'Unauthorized'),
    ['one', 'two'],
  )
  expect(await jobs.get('run')).toBeUndefined()
  expect(minted).toEqual(['one', 'two'])
})

test('a 401 to the new token too is AUTH, with the access entry as hint', async () => {
  const { jobs, minted } = await connect((_, response) => status(response, 401, 'Unauthorized'), ['one', 'two'])
  await expect(jobs.get('run')).rejects.toMatchObject({
    code: 'AUTH',
    message: 'the API server did not accept the token: Unauthorized',
    hint: expect.stringContaining('access entry'),
  })
  expect(minted.length).toBeLessThanOrEqual(3)
})

test('a token is minted anew before it ends', async () => {
  const { jobs, minted, clock } = await connect((_, response) => json(response, 200, nothing), ['one', 'two'])
  await jobs.get('run')
  await clock.sleep(800_000)
  await jobs.get('run')
  expect(minted).toEqual(['one'])
  await clock.sleep(20_000)
  await jobs.get('run')
  expect(minted).toEqual(['one', 'two'])
})

test('a 429 is tried again after its Retry-After, a 503 and a reset connection after a growing pause', async () => {
  const troubles: Answer[] = [
    (_, response) => status(response, 429, 'slow down', { 'retry-after': '7' }),
    (_, response) => status(response, 503, 'restarting'),
    (request) => request.socket.destroy(),
  ]
  const { clock } = await connect((request, response) => {
    const trouble = request.url.includes('/log') ? troubles.shift() : undefined
    if (trouble === undefined) response.writeHead(200, { 'content-type': 'text/plain' }).end('a\nb\n')
    else trouble(request, response)
  })
  expect(await kubernetes.jobs('perf').logs('pod', 'generator', 5)).toEqual(['a', 'b'])
  expect(clock.slept).toEqual([7000, 500, 1000])
})

test('a server that stays down is KUBERNETES after a minute, with the private endpoint as hint', async () => {
  const { jobs, clock } = await connect((request) => request.socket.destroy())
  await expect(jobs.get('run')).rejects.toMatchObject({
    code: 'KUBERNETES',
    message: expect.stringContaining(`the API server ${server.url} can't be reached: `),
    hint: expect.stringContaining('private'),
  })
  expect(clock.now()).toBeLessThanOrEqual(60_000)
})

test('a Retry-After of an hour is not waited for', async () => {
  const { clock } = await connect((_, response) => status(response, 429, 'later', { 'retry-after': '3600' }))
  await expect(kubernetes.jobs('perf').logs('pod', 'generator', 5)).rejects.toMatchObject({
    code: 'KUBERNETES',
    message: 'the API server answered 429 to GET /api/v1/namespaces/perf/pods/pod/log: later',
  })
  expect(Math.max(...clock.slept)).toBe(30_000)
})

test('a certificate that the CA did not sign is not tried again, and the hint names what may be between', async () => {
  const { clock } = await connect((_, response) => json(response, 200, nothing))
  const other = createKubernetes({
    server: server.url,
    caData: undefined,
    clock,
    token: async () => ({ token: 'one', expiresAt: clock.now() + 900_000 }),
  })
  await expect(other.jobs('perf').get('run')).rejects.toMatchObject({
    code: 'KUBERNETES',
    hint: expect.stringContaining('certificate'),
  })
  expect(clock.slept).toEqual([])
})

test('a 403 names verb, resource, namespace and user, and the file to apply', async () => {
  const { jobs } = await connect((_, response) =>
    status(
      response,
      403,
      'jobs.batch is forbidden: User "perf-action:run-7" cannot list resource "jobs" in API group "batch" in the namespace "perf"',
    ),
  )
  await expect(jobs.get('run')).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: "the cluster's RBAC does not let user perf-action:run-7 list jobs.batch in the namespace perf",
    hint: expect.stringMatching(/infra\/rbac\.yaml.*perf-action.*access-entry/),
  })
})

test('the Service proxy passes path and query as they are, and any answer back', async () => {
  await connect((_, response) =>
    response.writeHead(422, { 'content-type': 'application/json' }).end('{"status":"error"}'),
  )
  const path = '/api/v1/namespaces/monitoring/services/prometheus:http/proxy/api/v1/query_range'
  const query = new URLSearchParams({ query: 'sum(rate(x[1m])) > 0 & "a/b"', step: '15' })
  expect(await kubernetes.proxy(path, query, new AbortController().signal)).toEqual({
    status: 422,
    body: '{"status":"error"}',
  })
  const asked = new URL(`https://kube${server.requests[0]!.slice('GET '.length)}`)
  expect(asked.pathname).toBe(path)
  expect(asked.searchParams.get('query')).toBe('sum(rate(x[1m])) > 0 & "a/b"')
})

test('a stream that falls silent is cut and says so', async () => {
  const { clock } = await connect((_, response) => response.writeHead(200).write('first\n'))
  const transport = new Transport({
    server: server.url,
    tls: { ca: Buffer.from(server.caData, 'base64') },
    credentials: { headers: async () => ({}), refused: () => false },
    clock,
  })
  const lines = transport.lines({ method: 'GET', path: '/watch', silenceMs: 50 })
  expect(await lines.next()).toEqual({ done: false, value: 'first' })
  await expect(lines.next()).rejects.toMatchObject({
    code: 'KUBERNETES',
    message: `the API server ${server.url} can't be reached: no data for 50 ms`,
  })
  transport.close()
})

test('a request that is never answered is cut and tried again', async () => {
  let asked = 0
  const { clock } = await connect((_, response) => asked++ > 0 && response.end('late'))
  const transport = new Transport({
    server: server.url,
    tls: { ca: Buffer.from(server.caData, 'base64') },
    credentials: { headers: async () => ({}), refused: () => false },
    clock,
  })
  expect(await transport.send({ method: 'GET', path: '/', silenceMs: 50 })).toMatchObject({ status: 200, body: 'late' })
  expect(clock.slept).toEqual([250])
  transport.close()
})

test('HTTPS_PROXY is used, and NO_PROXY is heard', async () => {
  const { clock } = await connect((_, response) => json(response, 200, nothing))
  const tunnels: string[] = []
  const proxy = createServer().on('connect', ({ url = '' }, client) => {
    tunnels.push(url)
    const target = connectTcp(Number(url.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      target.pipe(client).pipe(target)
    })
    client.on('error', () => target.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const { url, caData } = server
  const token = async () => ({ token: 'one', expiresAt: 9e15 })
  for (const proxyEnv of [{ HTTPS_PROXY }, { HTTPS_PROXY, NO_PROXY: '127.0.0.1' }]) {
    const behind = createKubernetes({ server: url, caData, clock, token, proxyEnv })
    expect(await behind.jobs('perf').get('run')).toBeUndefined()
    behind.close()
  }
  expect(new Set(tunnels)).toEqual(new Set([new URL(url).host]))
  expect(tunnels.length).toBeLessThanOrEqual(2)
  proxy.closeAllConnections()
  await new Promise((resolve) => proxy.close(resolve))
})
