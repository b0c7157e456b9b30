import type { AwsCredentialIdentityProvider } from '@smithy/types'
import { PerfError } from '../../core/error.ts'
import type { Clock } from '../../ports.ts'

export interface EksToken {
  readonly token: string
  /** ms since 1970. */
  readonly expiresAt: number
}

export interface EksTokenOptions {
  /** The cluster's name, which the token is bound to. */
  readonly cluster: string
  readonly region: string
  readonly credentials: AwsCredentialIdentityProvider
  readonly clock: Pick<Clock, 'now'>
  readonly mask: (secret: string) => void
}

/** It is good for 15 minutes from its date; like `aws eks get-token` we speak of 14. */
const LIFE_MS = 14 * 60_000
/** What the verifier of EKS takes (aws-iam-authenticator, pkg/token). */
const MAX_BYTES = 4096

/**
 * Makes bearer tokens for the cluster's API server: a presigned GetCallerIdentity of the regional STS, bound to the
 * cluster by a signed header. Nothing is sent. Its host is always the real one, since the cluster's verifier allows no
 * other: an endpoint override is for our own calls.
 */
export function createEksToken(options: EksTokenOptions): () => Promise<EksToken> {
  const { cluster, region, credentials, clock, mask } = options
  const hostname = `sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
  return async () => {
    const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
      import('@smithy/signature-v4'),
      import('@aws-crypto/sha256-js'),
    ])
    const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 })
    const now = clock.now()
    const signed = await signer.presign(
      {
        method: 'GET',
        protocol: 'https:',
        hostname,
        path: '/',
        query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
        headers: { host: hostname, 'x-k8s-aws-id': cluster },
      },
      { expiresIn: 60, signingDate: new Date(now) },
    )
    const query = new URLSearchParams(signed.query as Record<string, string>)
    const url = `https://${hostname}/?${query}`
    const token = `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`
    mask(token)
    if (token.length > MAX_BYTES)
      throw new PerfError('AUTH', `the EKS token has ${token.length} bytes, and EKS takes ${MAX_BYTES}`, {
        hint: 'the session token is very long: use a role with fewer session tags and session policies',
      })
    return { token, expiresAt: now + LIFE_MS }
  }
}
