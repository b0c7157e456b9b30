import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** A request as it came over the wire. `payload`: the hash that its signer used for the body. */
export interface Received {
  readonly method: string
  /** Path and query, as sent. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
}

/** What a request says about its own signature. */
export interface Claimed {
  readonly accessKeyId: string
  readonly day: string
  readonly region: string
  readonly service: string
  /** `20261122T030000Z`. */
  readonly date: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly sessionToken: string | undefined
  readonly presigned: boolean
}

/** Signature Version 4 written down from AWS's documentation, apart from the library with which we sign. */
export function claimed(request: Received): Claimed | 'missing' | 'incomplete' {
  const query = new Map(queryPairs(request.target).map(([name, value]) => [name.toLowerCase(), value]))
  const presigned = query.has('x-amz-signature')
  const header = (name: string) => String(request.headers[name] ?? '')
  if (!presigned && header('authorization') === '') return 'missing'
  const part = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(header('authorization'))?.[1] ?? ''
  const credential = presigned ? (query.get('x-amz-credential') ?? '') : part('Credential')
  const signedHeaders = presigned ? (query.get('x-amz-signedheaders') ?? '') : part('SignedHeaders')
  const signature = presigned ? (query.get('x-amz-signature') ?? '') : part('Signature')
  const date = presigned ? (query.get('x-amz-date') ?? '') : header('x-amz-date')
  const [accessKeyId, day, region, service, end] = credential.split('/')
  const names = signedHeaders.split(';')
  if (!accessKeyId || !day || !region || !service || end !== 'aws4_request') return 'incomplete'
  if (!/^\d{8}T\d{6}Z$/.test(date) || !date.startsWith(day) || !names.includes('host') || signature === '')
    return 'incomplete'
  const sessionToken = presigned ? query.get('x-amz-security-token') : request.headers['x-amz-security-token']
  return {
    ...{ accessKeyId, day, region, service, date, signature, presigned },
    signedHeaders: names,
    sessionToken: sessionToken === undefined ? undefined : String(sessionToken),
  }
}

/** ms since 1970 of a `20261122T030000Z`. */
export function timeOf(date: string): number {
  return Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

/** Whether the secret makes the signature that the request claims. `payload`: the body's hash, or what stands for it. */
export function signatureHolds(request: Received, claim: Claimed, secret: string, payload: string): boolean {
  const scope = `${claim.day}/${claim.region}/${claim.service}/aws4_request`
  const canonical = [
    request.method,
    canonicalPath(request.target, claim.service),
    canonicalQuery(request.target),
    ...claim.signedHeaders.map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}`,
    ),
    '',
    claim.signedHeaders.join(';'),
    payload,
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', claim.date, scope, sha256(canonical)].join('\n')
  const key = [claim.day, claim.region, claim.service, 'aws4_request'].reduce<string | Buffer>(
    (outer, part) => hmac(outer, part),
    `AWS4${secret}`,
  )
  const expected = Buffer.from(hmac(key, toSign).toString('hex'))
  const actual = Buffer.from(claim.signature)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** S3 takes the path as encoded once, every other service as encoded twice. */
function canonicalPath(target: string, service: string): string {
  const path = target.split('?')[0] ?? '/'
  return path
    .split('/')
    .map((segment) => encode(service === 's3' ? decodeURIComponent(segment) : segment))
    .join('/')
}

function canonicalQuery(target: string): string {
  return queryPairs(target)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&')
}

/** The query's names and values, decoded; a `+` is a plus. */
export function queryPairs(target: string): readonly (readonly [string, string])[] {
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1) : ''
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [decodeURIComponent(name), decodeURIComponent(value.join('='))] as const
    })
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
}
