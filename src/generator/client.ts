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
  let connect = 0
  let latency = 0
  let bytes = 0
  const text = request.contains === undefined ? undefined : ([] as Buffer[])
  return new Promise((resolve) => {
    let done = false
    const finish = (code: string, message: string, failure?: string) => {
      if (done) return
      done = true
      clearTimeout(timer)
      const sentBytes = request.body === undefined ? 0 : Buffer.byteLength(request.body)
      resolve({
        elapsed: since(),
        latency,
        connect,
        code,
        message,
        bytes,
        sentBytes,
        ...(failure === undefined ? {} : { failure }),
      })
    }
    const sent = open()
    const timer = setTimeout(() => {
      finish('Non HTTP response code: TIMEOUT', `no answer within ${request.timeoutMs} ms`, 'timed out')
      sent.destroy()
    }, request.timeoutMs)
    sent.on('socket', (socket) => {
      if (socket.connecting)
        socket.once(socket instanceof Object && 'encrypted' in socket ? 'secureConnect' : 'connect', () => {
          connect = since()
        })
    })
    sent.on('error', (error: NodeJS.ErrnoException) =>
      finish(`Non HTTP response code: ${error.code ?? error.name}`, error.message, error.message),
    )
    sent.on('response', (answer) => {
      latency = since()
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        text?.push(chunk)
      })
      answer.on('end', () => {
        const failure = fault(request, answer.statusCode ?? 0, text)
        finish(String(answer.statusCode), answer.statusMessage ?? '', failure)
      })
      answer.on('error', (error: NodeJS.ErrnoException) =>
        finish(`Non HTTP response code: ${error.code ?? error.name}`, error.message, error.message),
      )
    })
    sent.end(request.body)
  })
}

/** The check that the answer fails, in words; undefined when it passes all. */
function fault(
  { status, contains }: HttpRequest,
  code: number,
  text: readonly Buffer[] | undefined,
): string | undefined {
  const good = status.length === 0 ? code >= 200 && code < 400 : status.includes(code)
  if (!good) return `status ${code}, expected ${status.length === 0 ? '200–399' : status.join(' or ')}`
  if (contains !== undefined && !Buffer.concat(text ?? []).includes(contains))
    return `the body does not contain ${JSON.stringify(contains)}`
  return undefined
}
