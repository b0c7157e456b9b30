import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32 } from 'node:zlib'
import { startFauxqs } from 'fauxqs'

/** What happens to a request: an answer instead of the server's, no answer, or the server's answer lost on its way. */
export type Fault = { readonly status: number; readonly code: string } | 'refused' | 'answer lost'

/** An S3 server in this process, with what the package behind it lacks: conditional writes and checksums that are checked. */
export interface S3Server extends AsyncDisposable {
  readonly endpoint: string
  /** `PUT /bucket/key?query`, in order of arrival. */
  readonly requests: readonly string[]
  /** The fault, or none, of each request from now on. */
  failing(faultOf: (request: string) => Fault | undefined): void
}

/** Starts one with these buckets. */
export async function startS3(...buckets: readonly string[]): Promise<S3Server> {
  const upstream = await startFauxqs({ port: 0, logger: false })
  for (const bucket of buckets) upstream.createBucket(bucket)
  const requests: string[] = []
  const busy = new Map<string, Promise<unknown>>()
  let faultOf: (request: string) => Fault | undefined = () => undefined

  const exchange = async (request: IncomingMessage, response: ServerResponse) => {
    const name = `${request.method} ${request.url}`
    requests.push(name)
    const body = await bodyOf(request)
    const fault = faultOf(name)
    if (fault === 'refused') return void request.socket.destroy()
    if (typeof fault === 'object') return void send(response, errorAnswer(fault.status, fault.code))
    const passOn = () => serve(upstream.port, request, body)
    const path = request.url?.split('?')[0] ?? ''
    const turn = (busy.get(path) ?? Promise.resolve()).then(passOn, passOn)
    busy.set(path, turn)
    const answer = await turn
    if (fault === 'answer lost') return void request.socket.destroy()
    send(response, answer)
  }
  const server = createServer((request, response) => {
    exchange(request, response).catch((thrown: unknown) => response.writeHead(500).end(String(thrown)))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    failing: (next) => {
      faultOf = next
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await upstream.stop()
    },
  }
}

interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Buffer
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body)
}

async function serve(port: number, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const url = `http://127.0.0.1:${port}${request.url}`
  const { 'if-none-match': condition, 'x-amz-checksum-crc32': checksum, ...rest } = request.headers
  if (request.method === 'PUT' && condition === '*' && (await fetch(url, { method: 'HEAD' })).ok)
    return errorAnswer(412, 'PreconditionFailed')
  if (checksum !== undefined && checksum !== checksumOf(body)) return errorAnswer(400, 'BadDigest')
  const headers = new Headers()
  for (const [name, value] of Object.entries(rest)) if (!HOP.has(name)) headers.set(name, String(value))
  if (checksum !== undefined) headers.set('x-amz-checksum-crc32', String(checksum))
  const hasBody = request.method === 'PUT' || request.method === 'POST'
  const init = { method: request.method ?? 'GET', headers, ...(hasBody ? { body: new Uint8Array(body) } : {}) }
  const answer = await fetch(url, init)
  const answered = [...answer.headers].filter(([name]) => !HOP.has(name) && name !== 'content-encoding')
  return {
    status: answer.status,
    headers: Object.fromEntries(answered),
    body: Buffer.from(await answer.arrayBuffer()),
  }
}

const HOP = new Set(['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'expect'])

function errorAnswer(status: number, code: string): Answer {
  const body = Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code} it is</Message></Error>`)
  return { status, headers: { 'content-type': 'application/xml' }, body }
}

function checksumOf(body: Buffer): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body))
  return bytes.toString('base64')
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
