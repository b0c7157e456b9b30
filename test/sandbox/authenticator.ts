import { request } from 'node:http'
import type { User } from './kubernetes/rbac.ts'

/** Roles of the account as users of the cluster: EKS's access entries. */
export type AccessEntries = Readonly<Record<string, (session: string) => User>>

export interface AuthenticatorOptions {
  readonly clusterId: string
  /** Our STS, which real tokens are addressed to by AWS's name. */
  readonly sts: string
  /** By the role's ARN. */
  readonly entries: AccessEntries
}

const PREFIX = 'k8s-aws-v1.'
const HOST = /^sts(\.[a-z]+-[a-z]+-\d)?\.amazonaws\.com$/
/** What may be in the URL of a token; anything else could make it another request. */
const PARAMETERS =
  /^(Action|Version|X-Amz-(Algorithm|Credential|Date|Expires|Security-Token|SignedHeaders|Signature)|x-id)$/i

/**
 * Whose token this is, as aws-iam-authenticator finds out: the presigned GetCallerIdentity that a token holds is sent to
 * STS, and the role that STS names is looked up in the access entries.
 */
export function authenticator({ clusterId, sts, entries }: AuthenticatorOptions) {
  return async (token: string): Promise<User | undefined> => {
    const url = presigned(token)
    if (url === undefined) return undefined
    const arn = await callerOf(url, { clusterId, sts })
    const [, account, role, session = ''] = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(arn ?? '') ?? []
    return entries[`arn:aws:iam::${account}:role/${role}`]?.(session)
  }
}

function presigned(token: string): URL | undefined {
  if (!token.startsWith(PREFIX)) return undefined
  const url = URL.parse(Buffer.from(token.slice(PREFIX.length), 'base64url').toString())
  if (url?.protocol !== 'https:' || !HOST.test(url.host) || url.pathname !== '/') return undefined
  const { searchParams } = url
  const sound = [...searchParams.keys()].every((name) => PARAMETERS.test(name))
  return sound && searchParams.get('Action') === 'GetCallerIdentity' ? url : undefined
}

/** The ARN that STS knows the sender by; undefined where it refuses. The cluster's name is part of what is signed. */
function callerOf(url: URL, { clusterId, sts }: Pick<AuthenticatorOptions, 'clusterId' | 'sts'>) {
  const { hostname, port } = new URL(sts)
  const headers = { host: url.host, 'x-k8s-aws-id': clusterId, accept: 'application/json' }
  return new Promise<string | undefined>((resolve, reject) => {
    const asked = request({ hostname, port, path: url.pathname + url.search, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      answer.on('end', () => resolve(answer.statusCode === 200 ? arnIn(text) : undefined))
    })
    asked.on('error', reject).end()
  })
}

function arnIn(text: string): string {
  const answer = JSON.parse(text) as {
    readonly GetCallerIdentityResponse: { readonly GetCallerIdentityResult: { readonly Arn: string } }
  }
  return answer.GetCallerIdentityResponse.GetCallerIdentityResult.Arn
}
