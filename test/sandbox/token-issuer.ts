import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { type PublishedKey, signJwt } from '../world/aws/jwt.ts'
import type { TokenIssuer } from './kubelet/volumes.ts'

export interface ClusterTokens {
  /** As in the claim `iss`. */
  readonly issuer: string
  keys(): Promise<readonly PublishedKey[]>
  readonly issue: TokenIssuer
}

/** The sandbox cluster's own key, and the tokens of ServiceAccounts that it signs with it. */
export function clusterTokens(issuer: string): ClusterTokens {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomUUID()
  const published = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
  return {
    issuer,
    keys: async () => [published],
    async issue({ namespace, serviceAccount, pod, audience, seconds }) {
      const now = Math.floor(Date.now() / 1000)
      const claims = {
        ...{ iss: issuer, sub: `system:serviceaccount:${namespace}:${serviceAccount}`, aud: [audience] },
        ...{ iat: now, nbf: now, exp: now + seconds, jti: randomUUID() },
        'kubernetes.io': { namespace, pod: { name: pod }, serviceaccount: { name: serviceAccount } },
      }
      return signJwt(claims, privateKey, kid)
    },
  }
}
