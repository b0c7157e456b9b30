import type { AwsCredentialIdentityProvider } from '@smithy/types'
import type { Clock } from '../../ports.ts'
import { ambient } from './ambient.ts'
import { type ClientSettings, type Environment, requestHandler } from './client.ts'
import { type Cluster, describeCluster } from './cluster.ts'
import { createEksToken, type EksToken } from './eks-token.ts'
import { renewing } from './renewing.ts'

export interface AwsOptions {
  readonly region: string
  /** Assumed by OIDC; undefined: the credentials that the machine has. */
  readonly roleToAssume?: string
  /** Names the session in CloudTrail and in the cluster's audit log. */
  readonly sessionName: string
  readonly idToken: (audience: string) => Promise<string>
  readonly mask: (secret: string) => void
  readonly env: Environment
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** AWS as this run sees it: one session for every client. */
export interface Aws {
  readonly credentials: AwsCredentialIdentityProvider
  readonly client: ClientSettings
  describeCluster(name: string): Promise<Cluster>
  /** Mints bearer tokens for the cluster's API server. */
  eksToken(cluster: string): () => Promise<EksToken>
}

/** Asks for nothing yet: the SDK is loaded and credentials are obtained at the first call that needs them. */
export function createAws(options: AwsOptions): Aws {
  const { region, clock, mask, env, signal } = options
  const handler = requestHandler(env)
  const credentials = masking(provider(options, handler), mask)
  const client: ClientSettings = { region, credentials, requestHandler: handler, maxAttempts: 5 }
  return {
    credentials,
    client,
    describeCluster: (name) => describeCluster(name, { client, env, signal }),
    eksToken: (cluster) => createEksToken({ cluster, region, credentials, clock, mask }),
  }
}

function provider(options: AwsOptions, handler: ClientSettings['requestHandler']): AwsCredentialIdentityProvider {
  const { roleToAssume: role, region, clock } = options
  if (role === undefined) return ambient({ region, requestHandler: handler })
  return renewing(async () => {
    const { assumeRole } = await import('./web-identity.ts')
    return assumeRole({ ...options, role, requestHandler: handler })
  }, clock)
}

function masking(inner: AwsCredentialIdentityProvider, mask: (secret: string) => void): AwsCredentialIdentityProvider {
  let last: string | undefined
  return async (properties) => {
    const identity = await inner(properties)
    if (identity.secretAccessKey !== last) {
      mask(identity.secretAccessKey)
      if (identity.sessionToken) mask(identity.sessionToken)
      last = identity.secretAccessKey
    }
    return identity
  }
}
