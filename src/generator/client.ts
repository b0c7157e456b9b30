import http from 'node:http'
import https from 'node:https'
import { performance } from 'node:perf_hooks'
import type { HttpRequest } from '../core/plan.ts'

/** What came of one exchange; times in ms from the actual start. */
export interface Exchange {
  readonly elapsed: number
  /** Until the first byte of the answer; 0 when none came. */
  readonly latency: number
  /** Until the connection stood; 0 on a reused one. */
  readonly connect: number
  /** The status, or `Non HTTP response code: CODE` as JMeter writes it. */
  readonly code: string
  readonly message: string
  readonly bytes: number
  readonly sentBytes: number
  /** Why it failed; undefined: success. */
  readonly failure?: string
}

export interface Client {
  send(request: HttpRequest): Promise<Exchange>
  close(): void
}

/**
 * Sends requests to one target over kept-alive connections. A request never waits for a connection: where none is
 * idle a new one is opened, because a queue here would hide how slow the target is. Redirects are not followed.
 */
export function createClient(target: string): Client {
  const base = new URL(target)
  const { request: open, Agent } = base.protocol === 'https:' ? https : http
  const agent = new Agent({
    keepAlive: true,
    maxSockets: Number.POSITIVE_INFINITY,
    maxFreeSockets: 4096,
    scheduling: 'lifo',
  })
  const prefix = base.pathname.replace(/\/$/, '')
  return {
    send: (request) => exchange(request, () => open(options(request))),
    close: () => agent.destroy(),
  }

  function options({ method, path, headers, body }: HttpRequest): https.RequestOptions {
    return {
      agent,
      host: base.hostname.replace(/^\[|\]$/g, ''), // an IPv6 address stands in brackets in a URL
      port: base.port,
      method,
      path: prefix + path,
      headers: {
        'user-agent': 'perf-action',
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
    }
  }
}

function exchange(request: HttpRequest, open: () => http.ClientRequest): Promise<Exchange> {
  const began = performance.now()
  const since = () => performance.now() - began
  const seen = { connect: 0, latency: 0, bytes: 0 }
  const body: Buffer[] = []
  return new Promise((resolve) => {
    const finish = (code: string, message: string, failure?: string) => {
      clearTimeout(timer)
      const sentBytes = request.body === undefined ? 0 : Buffer.byteLength(request.body)
      const result = { ...seen, elapsed: since(), code, message, sentBytes }
      resolve(failure === undefined ? result : { ...result, failure }) // the first word counts, as promises have it
    }
    const fail = ({ code, name, message }: NodeJS.ErrnoException) =>
      finish(`${NO_ANSWER}${code ?? name}`, message, message)
    const failOrRepeat = (error: NodeJS.ErrnoException) => {
      if (sent === undefined || seen.latency > 0 || !diedIdle(sent, request, error)) return fail(error)
      start()
    }
    const late = () => {
      finish(`${NO_ANSWER}TIMEOUT`, `no answer within ${request.timeoutMs} ms`, 'timed out')
      sent?.destroy()
    }
    const timer = setTimeout(late, request.timeoutMs)
    let sent: http.ClientRequest | undefined
    const start = () => {
      sent = attempt(open, fail)
      sent?.on('error', failOrRepeat)
      sent?.on('socket', (socket) => {
        const stands = 'encrypted' in socket ? 'secureConnect' : 'connect'
        if (socket.connecting) socket.once(stands, () => Object.assign(seen, { connect: since() }))
      })
      sent?.on('response', receive)
      sent?.end(request.body)
    }
    const receive = (answer: http.IncomingMessage) => {
      seen.latency = since()
      answer.on('error', fail)
      answer.on('data', (chunk: Buffer) => {
        seen.bytes += chunk.length
        if (request.contains !== undefined) body.push(chunk)
      })
      answer.on('end', () => {
        const code = answer.statusCode ?? 0
        finish(String(code), answer.statusMessage ?? '', fault(request, code, body))
      })
    }
    start()
  })
}

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/**
 * A kept connection that the target closed while it was idle: the request was on its way before we could know, and the
 * target never saw it. Browsers and proxies repeat such a request on another connection (RFC 9110, 9.2.2), and so it is
 * no failure here; its time counts from the first try. A new connection is never repeated, so this ends.
 */
function diedIdle(sent: http.ClientRequest, { method }: HttpRequest, { code }: NodeJS.ErrnoException): boolean {
  return sent.reusedSocket && IDEMPOTENT.has(method) && (code === 'ECONNRESET' || code === 'EPIPE')
}

/** As JMeter begins the code of a sample that has no status. */
const NO_ANSWER = 'Non HTTP response code: '

/** Node refuses what no HTTP message can hold before it sends anything. */
function attempt(
  open: () => http.ClientRequest,
  refused: (error: NodeJS.ErrnoException) => void,
): http.ClientRequest | undefined {
  try {
    return open()
  } catch (thrown) {
    refused(thrown as NodeJS.ErrnoException)
    return undefined
  }
}

/** The check that the answer fails, in words; undefined when it passes all. */
function fault({ status, contains }: HttpRequest, code: number, body: readonly Buffer[]): string | undefined {
  const good = status.length === 0 ? code >= 200 && code < 400 : status.includes(code)
  if (!good) return `status ${code}, expected ${status.length === 0 ? '200–399' : status.join(' or ')}`
  if (contains !== undefined && !Buffer.concat(body).includes(contains))
    return `the body does not contain ${JSON.stringify(contains)}`
  return undefined
}
