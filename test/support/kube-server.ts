import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { certificateFor } from './certificate.ts'

/** An API server that answers what a test tells it to, over TLS with a certificate of its own. */
export interface KubeServer {
  readonly url: string
  readonly caData: string
  /** `METHOD /path?query` of each request, in order. */
  readonly requests: string[]
  /** TLS connections made so far. */
  connections(): number
  close(): Promise<void>
}

export type Answer = (request: IncomingMessage & { url: string }, response: ServerResponse) => void

export async function startKubeServer(answer: Answer): Promise<KubeServer> {
  const { key, cert } = await certificateFor('127.0.0.1') // made anew: no key lies in the repository
  const requests: string[] = []
  let connections = 0
  const server = createServer({ key, cert }, (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    answer(request as IncomingMessage & { url: string }, response)
  })
  server.on('secureConnection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    caData: Buffer.from(cert).toString('base64'),
    requests,
    connections: () => connections,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Answers JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** Answers a Kubernetes Status. */
export function status(response: ServerResponse, code: number, message: string, headers: Record<string, string> = {}) {
  json(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code }, headers)
}
