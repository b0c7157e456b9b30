import { randomUUID } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { authenticate, DISBELIEF, type Disbelief } from './authenticate.ts'
import { dueFailure, type Failures, ServiceFault } from './fault.ts'
import { bodyOf, type Exchange } from './listen.ts'
import { allows } from './policy.ts'
import { s3Access } from './s3-action.ts'
import type { Session, Sessions } from './sessions.ts'
import { queryPairs, sha256 } from './sigv4.ts'
import { element } from './xml.ts'

/** The S3 server behind the gate, which knows its own users and no sessions. */
export interface Upstream {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly region: string
}

export interface GateOptions {
  readonly upstream: Upstream
  readonly sessions: Sessions
  readonly failures: Failures
  readonly now: () => number
}

/** S3 as AWS guards it: signature, session and policy are checked, then the request goes on in the gate's own name. */
export function createS3Gate(options: GateOptions): Exchange {
  return async (request, response) => {
    const { method = 'GET', url: target = '/' } = request
    try {
      if (dueFailure(options.failures, method, target) === 'cut') return void request.socket.destroy()
      const body = await admittedBody(request)
      const session = callerOf(request, options)
      admit(session, method, target)
      await passOn(request, response, { body, session, upstream: options.upstream })
    } catch (thrown) {
      if (!(thrown instanceof ServiceFault)) throw thrown
      refuse(thrown, request, response)
    }
  }
}

/** A body whose hash is signed is read and checked; one that streams with a trailer or unsigned is passed on as it comes. */
async function admittedBody(request: IncomingMessage): Promise<Readable> {
  const hash = request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD'
  if (hash === 'UNSIGNED-PAYLOAD' || hash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return request
  if (!/^[0-9a-f]{64}$/.test(String(hash)))
    throw new ServiceFault(501, 'NotImplemented', `the stand-in does not read bodies of ${String(hash)}`)
  const body = await bodyOf(request)
  if (sha256(body) !== hash)
    throw new ServiceFault(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
  return Readable.from([body], { objectMode: false })
}

function callerOf(request: IncomingMessage, { sessions, now }: GateOptions): Session {
  const { method = 'GET', url: target = '/', headers } = request
  if (target.includes('X-Amz-Signature='))
    throw new ServiceFault(501, 'NotImplemented', 'the stand-in reads no presigned links')
  const payload = String(headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD')
  const session = authenticate({ method, target, headers }, { service: 's3', sessions, now: now(), payload })
  if (typeof session === 'string') throw new ServiceFault(...REFUSALS[session], DISBELIEF[session])
  return session
}

const REFUSALS: Readonly<Record<Disbelief, readonly [status: number, code: string]>> = {
  missing: [403, 'AccessDenied'],
  incomplete: [400, 'AuthorizationHeaderMalformed'],
  scope: [400, 'AuthorizationHeaderMalformed'],
  stale: [403, 'RequestTimeTooSkewed'],
  unknown: [403, 'InvalidAccessKeyId'],
  token: [400, 'InvalidToken'],
  expired: [400, 'ExpiredToken'],
  mismatch: [403, 'SignatureDoesNotMatch'],
}

function admit(session: Session, method: string, target: string): void {
  const access = s3Access(method, target)
  if (!allows(session.role.policy, access)) throw denied(session, access)
}

function denied(
  { caller }: Session,
  { action, resource }: { readonly action: string; readonly resource: string },
): ServiceFault {
  const why = `because no identity-based policy allows the ${action} action`
  return new ServiceFault(
    403,
    'AccessDenied',
    `User: ${caller} is not authorized to perform: ${action} on resource: "${resource}" ${why}`,
  )
}

interface Admitted {
  readonly body: Readable
  readonly session: Session
  readonly upstream: Upstream
}

async function passOn(request: IncomingMessage, response: ServerResponse, admitted: Admitted): Promise<void> {
  const { method = 'GET', url: target = '/' } = request
  const url = new URL(target, admitted.upstream.endpoint)
  const onward = send(url, { method, headers: await signedAnew(request, url, admitted.upstream), agent: false })
  const answered = new Promise<IncomingMessage>((done, failed) => onward.once('response', done).once('error', failed))
  // a server may answer, and close, before it has read the body: what it says counts then
  pipeline(admitted.body, onward).catch(() => onward.destroy())
  const answer = await answered
  // who may not list the bucket may not learn either that there is no such object
  if (
    answer.statusCode === 404 &&
    s3Access(method, target).action === 's3:GetObject' &&
    !mayList(admitted.session, target)
  ) {
    answer.resume()
    throw denied(admitted.session, s3Access('GET', target.split('/').slice(0, 2).join('/')))
  }
  response.writeHead(answer.statusCode ?? 502, answer.headers)
  await pipeline(answer, response)
}

function mayList(session: Session, target: string): boolean {
  return allows(session.role.policy, s3Access('GET', target.split('/').slice(0, 2).join('/').split('?')[0] ?? ''))
}

/** The caller's own signature, session and hop are taken off; what S3 reads of the request stays. */
async function signedAnew(request: IncomingMessage, url: URL, upstream: Upstream): Promise<Record<string, string>> {
  const dropped = /^(host|authorization|x-amz-security-token|x-amz-date|connection|keep-alive|expect|amz-sdk-.*)$/
  const kept = Object.entries(request.headers).filter(([name]) => !dropped.test(name))
  const headers: Record<string, string> = Object.fromEntries(kept.map(([name, value]) => [name, String(value)]))
  headers['x-amz-content-sha256'] ??= 'UNSIGNED-PAYLOAD'
  const credentials = { accessKeyId: upstream.accessKey, secretAccessKey: upstream.secretKey }
  const signer = new SignatureV4({
    ...{ service: 's3', region: upstream.region, credentials, sha256: Sha256 },
    ...{ uriEscapePath: false, applyChecksum: false },
  })
  const signed = await signer.sign(
    {
      method: request.method ?? 'GET',
      ...{ protocol: url.protocol, hostname: url.hostname, path: url.pathname },
      query: Object.fromEntries(queryPairs(request.url ?? '/')),
      headers: { ...headers, host: url.host },
    },
    { signableHeaders: new Set(['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]) },
  )
  return signed.headers
}

function refuse({ status, code, message }: ServiceFault, request: IncomingMessage, response: ServerResponse): void {
  const error = element('Error', { Code: code, Message: message, RequestId: randomUUID() })
  // the rest of a body that nobody reads would make the client wait
  request.resume()
  response.writeHead(status, { 'content-type': 'application/xml', connection: 'close' })
  response.end(request.method === 'HEAD' ? undefined : `<?xml version="1.0" encoding="UTF-8"?>${error}`)
}
