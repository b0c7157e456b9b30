import { createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto'

export type ClaimSet = Readonly<Record<string, unknown>>

/** A key as a JWKS lists it. */
export type PublishedKey = JsonWebKey & { readonly kid?: string }

/** A JWT, RS256. */
export function signJwt(claims: ClaimSet, key: KeyObject, kid: string): string {
  const text = [{ alg: 'RS256', typ: 'JWT', kid }, claims].map(encode).join('.')
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

export interface Jwt {
  readonly claims: ClaimSet
  /** Whether one of the keys signed it. */
  signedBy(keys: readonly PublishedKey[]): boolean
}

/** Reads a JWT; undefined where the text is none. */
export function readJwt(token: string): Jwt | undefined {
  const parts = token.split('.')
  const [head = '', body = '', signature = ''] = parts
  const header = decode(head)
  const claims = decode(body)
  if (parts.length !== 3 || !header || !claims) return undefined
  return {
    claims,
    signedBy: (keys) =>
      header['alg'] === 'RS256' &&
      keys
        .filter(({ kid }) => kid === header['kid'])
        .some((jwk) =>
          verify(
            'sha256',
            Buffer.from(`${head}.${body}`),
            createPublicKey({ key: jwk, format: 'jwk' }),
            Buffer.from(signature, 'base64url'),
          ),
        ),
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decode(text: string): ClaimSet | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as ClaimSet) : undefined
  } catch {
    return undefined
  }
}
