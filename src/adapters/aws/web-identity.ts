import { isThrottlingError, isTransientError } from '@smithy/core/retry'
import type { AwsCredentialIdentity, NodeHttpHandlerOptions } from '@smithy/types'
import { PerfError, reason } from '../../core/error.ts'
import type { Clock } from '../../ports.ts'
import { claimsOf } from './claims.ts'
import type { Environment } from './client.ts'
import { faultOf, roleRefused } from './refusal.ts'

export interface WebIdentity {
  readonly role: string
  readonly region: string
  readonly sessionName: string
  /** A new ID token of the job for this audience. */
  readonly idToken: (audience: string) => Promise<string>
  readonly env: Environment
  readonly requestHandler: NodeHttpHandlerOptions
  readonly clock: Clock
  readonly signal: AbortSignal
}

const AUDIENCE = 'sts.amazonaws.com'
const SESSION_SECONDS = 3600
const TRIES = 4

/** Credentials of the role for one hour, by OIDC. Each try has its own ID token, since GitHub's live five minutes. */
export async function assumeRole(identity: WebIdentity): Promise<AwsCredentialIdentity> {
  for (let attempt = 1; ; attempt += 1) {
    const token = await freshToken(identity)
    try {
      return await exchange(token, identity)
    } catch (thrown) {
      identity.signal.throwIfAborted()
      if (attempt === TRIES || !worthAnotherTry(thrown))
        throw roleRefused(thrown, { ...identity, claims: claimsOf(token) })
    }
    await identity.clock.sleep(1000 * 2 ** (attempt - 1), identity.signal)
  }
}

async function freshToken({ idToken, env, role }: WebIdentity): Promise<string> {
  if (!env['ACTIONS_ID_TOKEN_REQUEST_URL'] || !env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'])
    throw new PerfError('AUTH', `this job may not ask GitHub for an ID token, so it cannot assume ${role}`, {
      hint: 'give the job `permissions: id-token: write`; a pull request from a fork never gets it',
    })
  try {
    return await idToken(AUDIENCE)
  } catch (cause) {
    throw new PerfError('AUTH', `GitHub gave no ID token for ${AUDIENCE}: ${reason(cause)}`, {
      hint: 'a job may ask for about six hours: make the test shorter than that',
      cause,
    })
  }
}

async function exchange(token: string, identity: WebIdentity): Promise<AwsCredentialIdentity> {
  const { AssumeRoleWithWebIdentityCommand, STSClient } = await import('@aws-sdk/client-sts')
  const { region, requestHandler, role, sessionName, signal } = identity
  // one attempt: the SDK's own retry would send the same ID token again
  const sts = new STSClient({ region, requestHandler, maxAttempts: 1 })
  const answer = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: role,
      RoleSessionName: sessionName.replace(/[^\w+=,.@-]/g, '-').slice(0, 64),
      WebIdentityToken: token,
      DurationSeconds: SESSION_SECONDS,
    }),
    { abortSignal: signal },
  )
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) throw new Error('an answer without credentials')
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  }
}

const KEYS_OUT_OF_REACH = /verification key/i

function worthAnotherTry(thrown: unknown): boolean {
  const { name } = faultOf(thrown)
  if (name === 'ExpiredToken' || name === 'IDPCommunicationError') return true
  if (name === 'InvalidIdentityToken') return KEYS_OUT_OF_REACH.test(reason(thrown))
  const fault = thrown as Parameters<typeof isTransientError>[0]
  return isTransientError(fault) || isThrottlingError(fault)
}
