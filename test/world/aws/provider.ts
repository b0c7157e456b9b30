import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { KubeConfig } from '@kubernetes/client-node'
import { ServiceFault } from './fault.ts'
import { type ClaimSet, type PublishedKey, readJwt } from './jwt.ts'

/** An OIDC provider of the account. */
export interface Provider {
  /** As in the claim `iss`. */
  readonly issuer: string
  readonly audience: string
  keys(): Promise<readonly PublishedKey[]>
}

/** The keys of an issuer by discovery, as AWS finds them. */
export function discovered(url: string): Provider['keys'] {
  return async () => {
    const { jwks_uri } = (await (await fetch(`${url}/.well-known/openid-configuration`)).json()) as { jwks_uri: string }
    const { keys } = (await (await fetch(jwks_uri)).json()) as { keys: readonly PublishedKey[] }
    return keys
  }
}

/** The keys with which a cluster signs its ServiceAccounts' tokens, from its API server. */
export function clusterKeys(kubeconfig: string): Provider['keys'] {
  return async () => {
    const config = new KubeConfig()
    config.loadFromString(readFileSync(kubeconfig, 'utf8'))
    const options: Parameters<typeof config.applyToHTTPSOptions>[0] = {}
    await config.applyToHTTPSOptions(options)
    const url = new URL('/openid/v1/jwks', config.getCurrentCluster()?.server)
    const text = await new Promise<string>((done, failed) => {
      const sent = request(url, options, (answer) => {
        let body = ''
        answer.setEncoding('utf8').on('data', (part: string) => {
          body += part
        })
        answer.on('end', () => done(body))
      })
      sent.on('error', failed).end()
    })
    return (JSON.parse(text) as { keys: readonly PublishedKey[] }).keys
  }
}

export interface Identity {
  readonly issuer: string
  readonly claims: ClaimSet
}

/** The claims of a token that a provider of the account vouches for now; throws what STS answers otherwise. */
export async function verified(token: string, providers: readonly Provider[], now: number): Promise<Identity> {
  const invalid = (message: string) => new ServiceFault(400, 'InvalidIdentityToken', message)
  const jwt = readJwt(token)
  if (!jwt)
    throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)')
  const { iss, aud, exp, nbf } = jwt.claims
  const provider = providers.find(({ issuer }) => issuer === iss)
  if (!provider) throw invalid(`No OpenIDConnect provider found in your account for ${String(iss)}`)
  if (!jwt.signedBy(await provider.keys())) throw invalid("Couldn't verify the signature of the provided token")
  const seconds = Math.floor(now / 1000)
  if (typeof exp !== 'number' || exp <= seconds) {
    const dates = `current date/time ${seconds} must be before the expiration date/time ${String(exp)}`
    throw new ServiceFault(400, 'ExpiredTokenException', `Token expired: ${dates}`)
  }
  if (typeof nbf === 'number' && nbf > seconds) throw invalid('Token is not valid yet')
  if (![aud].flat().includes(provider.audience)) throw invalid('Incorrect token audience')
  return { issuer: provider.issuer.replace(/^https:\/\//, ''), claims: { ...jwt.claims, aud: provider.audience } }
}
