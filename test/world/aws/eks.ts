import { authenticate, DISBELIEF, type Disbelief } from './authenticate.ts'
import { dueFailure, type Failures, ServiceFault } from './fault.ts'
import { bodyOf, type Exchange } from './listen.ts'
import { allows } from './policy.ts'
import { accountOf } from './role.ts'
import type { Session, Sessions } from './sessions.ts'
import { claimed, type Received, sha256 } from './sigv4.ts'

/** A cluster as EKS describes it. */
export interface EksCluster {
  readonly endpoint: string
  /** PEM. */
  readonly ca: string
  readonly status?: string
  readonly version?: string
  readonly privateOnly?: boolean
}

export interface EksOptions {
  readonly region: string
  readonly clusters: ReadonlyMap<string, EksCluster>
  readonly sessions: Sessions
  readonly failures: Failures
  readonly now: () => number
}

/** AWS EKS: DescribeCluster. */
export function createEks(options: EksOptions): Exchange {
  return async (request, response) => {
    const { method = 'GET', url: target = '/', headers } = request
    const body = await bodyOf(request)
    const answer = (status: number, value: unknown, more: Readonly<Record<string, string>> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(value))
    try {
      if (dueFailure(options.failures, method, target) === 'cut') return void request.socket.destroy()
      answer(200, { cluster: describe({ method, target, headers }, body, options) })
    } catch (thrown) {
      if (!(thrown instanceof ServiceFault)) throw thrown
      answer(thrown.status, { message: thrown.message }, { 'x-amzn-errortype': thrown.code })
    }
  }
}

function describe(request: Received, body: Buffer, options: EksOptions) {
  const session = callerOf(request, body, options)
  const name = /^\/clusters\/([^/?]+)$/.exec(request.target)?.[1]
  if (request.method !== 'GET' || name === undefined)
    throw new ServiceFault(404, 'UnknownOperationException', 'the stand-in knows DescribeCluster only')
  const arn = `arn:aws:eks:${options.region}:${accountOf(session.role.arn)}:cluster/${decodeURIComponent(name)}`
  if (!allows(session.role.policy, { action: 'eks:DescribeCluster', resource: arn, context: {} })) {
    const what = `User: ${session.caller} is not authorized to perform: eks:DescribeCluster on resource: ${arn}`
    throw new ServiceFault(403, 'AccessDeniedException', what)
  }
  const cluster = options.clusters.get(decodeURIComponent(name))
  if (!cluster || claimedRegion(request) !== options.region)
    throw new ServiceFault(404, 'ResourceNotFoundException', `No cluster found for name: ${decodeURIComponent(name)}.`)
  return described(decodeURIComponent(name), arn, cluster)
}

function described(name: string, arn: string, cluster: EksCluster) {
  const { endpoint, ca, status = 'ACTIVE', version = '1.35', privateOnly = false } = cluster
  return {
    name,
    arn,
    status,
    version,
    // EKS has neither before the control plane is there
    ...(status === 'CREATING' ? {} : { endpoint, certificateAuthority: { data: Buffer.from(ca).toString('base64') } }),
    resourcesVpcConfig: {
      endpointPublicAccess: !privateOnly,
      endpointPrivateAccess: privateOnly,
      publicAccessCidrs: privateOnly ? [] : ['0.0.0.0/0'],
    },
    accessConfig: { authenticationMode: 'API' },
  }
}

function claimedRegion(request: Received): string | undefined {
  const claim = claimed(request)
  return typeof claim === 'string' ? undefined : claim.region
}

function callerOf(request: Received, body: Buffer, { sessions, now }: EksOptions): Session {
  const session = authenticate(request, { service: 'eks', sessions, now: now(), payload: sha256(body) })
  if (typeof session === 'string') throw new ServiceFault(403, REFUSALS[session], DISBELIEF[session])
  return session
}

const REFUSALS: Readonly<Record<Disbelief, string>> = {
  missing: 'MissingAuthenticationTokenException',
  incomplete: 'IncompleteSignatureException',
  scope: 'InvalidSignatureException',
  stale: 'InvalidSignatureException',
  unknown: 'UnrecognizedClientException',
  token: 'UnrecognizedClientException',
  expired: 'ExpiredTokenException',
  mismatch: 'InvalidSignatureException',
}
