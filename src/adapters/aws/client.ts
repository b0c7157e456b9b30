import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { AwsCredentialIdentityProvider, NodeHttpHandlerOptions } from '@smithy/types'

/** The environment: proxies, and what the runner offers to the job. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What every client of the AWS SDK is made with. */
export interface ClientSettings {
  readonly region: string
  readonly credentials: AwsCredentialIdentityProvider
  readonly requestHandler: NodeHttpHandlerOptions
  readonly maxAttempts: number
}

/** How requests leave this machine. The SDK ignores `https_proxy` and `no_proxy`, so its agents are told of them. */
export function requestHandler(env: Environment): NodeHttpHandlerOptions {
  const agent = { keepAlive: true, proxyEnv: env }
  return {
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    connectionTimeout: 10_000,
    socketTimeout: 60_000,
  }
}
