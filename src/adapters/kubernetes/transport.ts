import http from 'node:http'
import https from 'node:https'
import { PerfError } from '../../core/error.ts'
import type { Clock } from '../../ports.ts'
import type { Credentials, Headers } from './credentials.ts'
import { isPassing, refusal, unreachable } from './failure.ts'
import { nextPause } from './retry.ts'

export interface TransportOptions {
  /** `https://…` without a path. */
  readonly server: string
  readonly tls: https.AgentOptions
  readonly credentials: Credentials
  readonly clock: Clock
  /** Where `HTTPS_PROXY` and `NO_PROXY` are looked up. */
  readonly proxyEnv?: NodeJS.ProcessEnv
  /** Called at each request that goes out, tries included. */
  readonly onRequest?: (method: string, path: string) => void
}

export interface Call {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers?: Headers
  readonly body?: string
  readonly signal?: AbortSignal
  /** How long tries may go on; default 60 s. */
  readonly patienceMs?: number
  /** A connection that is silent for so long is cut; default 20 s. */
  readonly silenceMs?: number
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/**
 * The one way to the API server, for typed calls and for streams: one pool of connections, one token. (client-node 2.0.1
 * by itself opens a TLS connection for each call and crashes the process when a followed log is cut.)
 */
export class Transport {
  readonly #options: TransportOptions
  readonly #agent: http.Agent

  constructor(options: TransportOptions) {
    this.#options = options
    const pool = { keepAlive: true, keepAliveMsecs: 30_000, maxSockets: 8, maxFreeSockets: 4 }
    const proxy = options.proxyEnv === undefined ? {} : { proxyEnv: options.proxyEnv }
    this.#agent = options.server.startsWith('http:')
      ? new http.Agent({ ...pool, ...proxy })
      : new https.Agent({ ...options.tls, ...pool, ...proxy })
  }

  /** Tries until there is an answer that is not 429 or 5xx, or patience is over; then answers it, or throws. */
  async send(call: Call): Promise<Answer> {
    const { clock } = this.#options
    const deadline = clock.now() + (call.patienceMs ?? 60_000)
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.#attempt(call)
      const pause = nextPause(outcome, attempt)
      if (pause === undefined || clock.now() + pause > deadline) {
        if ('status' in outcome) return outcome
        throw this.#failure(outcome.thrown)
      }
      await clock.sleep(pause, call.signal)
    }
  }

  /** The lines of one answer until its own end; throws a PerfError when it is no 2xx or breaks off. One try. */
  async *lines(call: Call): AsyncGenerator<string, void> {
    try {
      const response = await this.#authorized(call)
      const status = response.statusCode ?? 0
      if (status < 200 || status > 299) throw refusal({ ...call, status, body: await text(response) })
      let rest = ''
      for await (const part of response.setEncoding('utf8')) {
        const lines = `${rest}${part}`.split('\n')
        rest = lines.pop() ?? ''
        yield* lines
      }
      if (rest !== '') yield rest
    } catch (thrown) {
      call.signal?.throwIfAborted()
      throw this.#failure(thrown)
    }
  }

  close(): void {
    this.#agent.destroy()
  }

  async #attempt(call: Call): Promise<Answer | { readonly thrown: unknown; readonly passing: boolean }> {
    try {
      const response = await this.#authorized(call)
      const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
      return { status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body: await text(response) }
    } catch (thrown) {
      call.signal?.throwIfAborted()
      return { thrown, passing: isPassing(thrown) }
    }
  }

  async #authorized(call: Call): Promise<http.IncomingMessage> {
    const { credentials } = this.#options
    const headers = await credentials.headers()
    const response = await this.#request(call, headers)
    if (response.statusCode !== 401 || !credentials.refused(headers)) return response
    response.resume()
    return this.#request(call, await credentials.headers())
  }

  #request(call: Call, authorization: Headers): Promise<http.IncomingMessage> {
    const { server, onRequest } = this.#options
    const { method, path, body, signal, silenceMs = 20_000 } = call
    onRequest?.(method, path)
    return new Promise((resolve, reject) => {
      let answer: http.IncomingMessage | undefined
      const request = (server.startsWith('http:') ? http : https).request(
        new URL(`${server.replace(/\/+$/, '')}${path}`),
        {
          method,
          agent: this.#agent,
          headers: { accept: 'application/json', 'user-agent': 'perf-action', ...call.headers, ...authorization },
          ...(signal === undefined ? {} : { signal }),
        },
        (response) => {
          answer = response
          resolve(response)
        },
      )
      request.setTimeout(silenceMs, () => (answer ?? request).destroy(new Error(`no data for ${silenceMs} ms`)))
      request.on('error', reject)
      request.end(body)
    })
  }

  #failure(thrown: unknown): PerfError {
    return thrown instanceof PerfError ? thrown : unreachable(this.#options.server, thrown)
  }
}

async function text(response: http.IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of response.setEncoding('utf8')) body += part
  return body
}
