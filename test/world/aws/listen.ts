import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface Listening {
  readonly port: number
  close(): Promise<void>
}

export interface Address {
  readonly host: string
  readonly port?: number
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer }
}

export type Exchange = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Serves at an address; a handler that throws is a defect of the stand-in and answers 500 with its text. */
export async function listen(exchange: Exchange, { host, port = 0, tls }: Address): Promise<Listening> {
  const listener: RequestListener = (request, response) => {
    exchange(request, response).catch((thrown: unknown) => {
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end(thrown instanceof Error ? thrown.stack : String(thrown))
    })
  }
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener)
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(port, host, ready))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
