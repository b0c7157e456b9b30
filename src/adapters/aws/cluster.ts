import { connect } from 'node:net'
import type { Cluster as EksCluster } from '@aws-sdk/client-eks'
import { PerfError, reason } from '../../core/error.ts'
import type { ClientSettings, Environment } from './client.ts'
import { faultOf, hasNoAddress, unknownRegion } from './refusal.ts'

/** Where a cluster's API server is, and what its certificate is checked against. */
export interface Cluster {
  readonly name: string
  readonly endpoint: string
  /** base64 of PEM. */
  readonly caData: string
  readonly version: string
}

export interface Lookup {
  readonly client: ClientSettings
  readonly env: Environment
  readonly signal: AbortSignal
}

/** The cluster of that name, checked: it exists, is ACTIVE, and its API server can be reached from here. */
export async function describeCluster(name: string, lookup: Lookup): Promise<Cluster> {
  const { region } = lookup.client
  const found = await ask(name, lookup)
  if (found.status !== 'ACTIVE')
    throw new PerfError('EKS', `cluster "${name}" in ${region} is ${found.status ?? 'in no known state'}, not ACTIVE`, {
      hint: 'wait until it is ACTIVE, then run the workflow again',
    })
  const { endpoint, certificateAuthority, version, resourcesVpcConfig } = found
  if (!endpoint || !certificateAuthority?.data)
    throw new PerfError('EKS', `cluster "${name}" in ${region} has no endpoint or no certificate authority`)
  if (resourcesVpcConfig?.endpointPublicAccess === false) await assertReachable(endpoint, name, lookup)
  return { name, endpoint, caData: certificateAuthority.data, version: version ?? 'unknown' }
}

async function ask(name: string, { client, signal }: Lookup): Promise<EksCluster> {
  const { DescribeClusterCommand, EKSClient } = await import('@aws-sdk/client-eks')
  try {
    const answer = await new EKSClient(client).send(new DescribeClusterCommand({ name }), { abortSignal: signal })
    return answer.cluster ?? {}
  } catch (thrown) {
    signal.throwIfAborted()
    throw thrown instanceof PerfError ? thrown : refused(thrown, name, client.region)
  }
}

const INVALID_CREDENTIALS = /UnrecognizedClient|InvalidClientTokenId|ExpiredToken|InvalidSignature|IncompleteSignature/

function refused(thrown: unknown, name: string, region: string): PerfError {
  const { name: fault, code } = faultOf(thrown)
  const failed = (kind: 'EKS' | 'AUTH', message: string, hint: string) =>
    new PerfError(kind, message, { hint, cause: thrown })
  if (hasNoAddress(code)) return unknownRegion('EKS', region, thrown)
  if (fault === 'ResourceNotFound')
    return failed(
      'EKS',
      `there is no cluster "${name}" in ${region} in the account of these credentials`,
      'check the inputs cluster, aws-region and role-to-assume',
    )
  if (fault === 'AccessDenied')
    return failed('AUTH', reason(thrown), `allow eks:DescribeCluster on this cluster to the role: see infra/iam/`)
  if (INVALID_CREDENTIALS.test(fault))
    return failed(
      'AUTH',
      `AWS does not accept the credentials: ${reason(thrown)}`,
      'renew them, or set the input role-to-assume so that the action renews its own',
    )
  return failed('EKS', `EKS in ${region} did not describe cluster "${name}": ${reason(thrown)}`, 'try again')
}

const REACH_MS = 5000

/** A private endpoint serves its VPC and what is connected to it: this runner may be there, so it is tried. */
async function assertReachable(endpoint: string, name: string, { env, signal }: Lookup): Promise<void> {
  if (env['HTTPS_PROXY'] || env['https_proxy']) return // the proxy may be the way in
  const { hostname, port } = new URL(endpoint)
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(REACH_MS)])
  const why = await new Promise<string | undefined>((settle) => {
    const socket = connect({ host: hostname, port: Number(port || 443), signal: deadline })
    socket.once('connect', () => settle(undefined)).once('error', (error) => settle(error.message))
    socket.once('connect', () => socket.destroy())
  })
  signal.throwIfAborted()
  if (why === undefined) return
  throw new PerfError('EKS', `cluster "${name}" has only a private endpoint, which this runner cannot reach (${why})`, {
    hint: 'use a self-hosted runner in the VPC of the cluster, or turn on its public endpoint (publicAccessCidrs can narrow it)',
  })
}
