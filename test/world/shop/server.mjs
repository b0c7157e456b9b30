// A small shop to load: a few endpoints with known delays, and its own counters, so that what a test reports can be
// held against what the target really served. Settings by environment: PORT, REVISION, DELAYS (JSON: endpoint → ms),
// WORKERS (how many requests are served at once; the others wait in line, so that it has a capacity: workers over delay),
// WORK (ms of CPU that a request takes of its delay, so that it costs more and is no slower), STOCK (MiB of memory that it
// holds from the start), LEAK (KiB that each request leaves there for good).
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const delays = {
  'GET /products': 5,
  'GET /products/1': 2,
  'POST /cart': 8,
  'POST /checkout': 20,
  ...JSON.parse(process.env.DELAYS ?? '{}'),
}
const revision = process.env.REVISION ?? 'dev'
/** endpoint → { served, failed, seconds } */
const counters = new Map(Object.keys(delays).map((endpoint) => [endpoint, { served: 0, failed: 0, seconds: 0 }]))
/** endpoint → share of 1 that answers 500, set by PUT /faults */
let faults = {}

const workers = Number(process.env.WORKERS ?? Infinity)
const work = Number(process.env.WORK ?? 0)
let busy = 0
/** Requests that wait for a worker, the first first. */
const line = []

async function served(ms) {
  if (busy < workers) busy++
  else await new Promise((resolve) => line.push(resolve)) // the worker is handed over
  await sleep(ms - work)
  compute(work)
  const next = line.shift()
  if (next) next()
  else busy--
}

/** What is never let go. */
const kept = [Buffer.alloc(Number(process.env.STOCK ?? 0) * 2 ** 20, 1)]
const leak = Number(process.env.LEAK ?? 0) * 1024

/** Until the process has spent so many ms of CPU more, whatever else the machine does. */
function compute(ms) {
  const before = process.cpuUsage()
  for (let spent = 0; spent < ms * 1000; ) {
    const { user, system } = process.cpuUsage(before)
    spent = user + system
  }
}

const json = (res, status, body) => {
  const text = JSON.stringify(body)
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
}

async function body(req) {
  const parts = []
  for await (const part of req) parts.push(part)
  return Buffer.concat(parts).toString()
}

function metrics() {
  const lines = ['# TYPE shop_requests_total counter', '# TYPE shop_request_seconds_total counter']
  for (const [endpoint, { served, failed, seconds }] of counters) {
    const label = `endpoint=${JSON.stringify(endpoint)}`
    lines.push(
      `shop_requests_total{${label},code="200"} ${served - failed}`,
      `shop_requests_total{${label},code="500"} ${failed}`,
    )
    lines.push(`shop_request_seconds_total{${label}} ${seconds}`)
  }
  const { user, system } = process.cpuUsage()
  lines.push('# TYPE process_cpu_seconds_total counter', `process_cpu_seconds_total ${(user + system) / 1e6}`)
  const { rss, external } = process.memoryUsage()
  lines.push('# TYPE nodejs_external_memory_bytes gauge', `nodejs_external_memory_bytes ${external}`)
  lines.push('# TYPE process_resident_memory_bytes gauge', `process_resident_memory_bytes ${rss}`)
  return `${lines.join('\n')}\n`
}

/** Everything that is not for sale. */
const office = {
  'GET /': (_, res) => json(res, 200, { shop: 'open' }),
  'GET /revision': (_, res) => res.end(revision),
  'GET /counters': (_, res) => json(res, 200, Object.fromEntries(counters)),
  'GET /metrics': (_, res) => res.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics()),
  'POST /reset': (_, res) => res.writeHead(204).end(),
  'PUT /faults': async (req, res) => {
    faults = JSON.parse(await body(req))
    json(res, 200, faults)
  },
}

const server = createServer(async (req, res) => {
  const endpoint = `${req.method} ${new URL(req.url, 'http://shop').pathname}`
  if (office[endpoint]) return office[endpoint](req, res)
  const counter = counters.get(endpoint)
  if (!counter) return json(res, 404, { error: 'no such endpoint' })
  const began = performance.now()
  await body(req)
  await served(delays[endpoint])
  counter.served++
  if (leak > 0) kept.push(Buffer.alloc(leak, 1))
  const fails = Math.random() < (faults[endpoint] ?? 0)
  if (fails) counter.failed++
  counter.seconds += (performance.now() - began) / 1000
  json(res, fails ? 500 : 200, { endpoint, revision, ok: !fails })
})
server.keepAliveTimeout = 75_000
server.listen(Number(process.env.PORT ?? 8080), () => console.log(`the shop is open on ${server.address().port}`))
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections())
