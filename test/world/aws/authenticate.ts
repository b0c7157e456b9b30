import type { Session, Sessions } from './sessions.ts'
import { type Claimed, claimed, type Received, signatureHolds, timeOf } from './sigv4.ts'

/** Why a request is not believed; each service has its own code and status for it. */
export type Disbelief = 'missing' | 'incomplete' | 'scope' | 'stale' | 'unknown' | 'token' | 'expired' | 'mismatch'

export interface Expected {
  readonly service: string
  readonly sessions: Sessions
  /** ms since 1970. */
  readonly now: number
  /** The hash that the signer used for the body. */
  readonly payload: string
}

const WINDOW_MS = 15 * 60_000

/** Whose request this is, if its signature, its session and its time hold. */
export function authenticate(request: Received, expected: Expected): Session | Disbelief {
  const claim = claimed(request)
  if (typeof claim === 'string') return claim
  if (claim.service !== expected.service) return 'scope'
  if (Math.abs(expected.now - timeOf(claim.date)) > WINDOW_MS) return 'stale'
  return judge(request, claim, expected)
}

function judge(request: Received, claim: Claimed, { sessions, payload, now }: Expected): Session | Disbelief {
  const session = sessions.find(claim.accessKeyId)
  if (!session) return 'unknown'
  if (claim.sessionToken !== session.sessionToken) return 'token'
  if (!signatureHolds(request, claim, session.secretAccessKey, payload)) return 'mismatch'
  return session.expiresAt <= now ? 'expired' : session
}

/** The sentence that AWS's services say for it. */
export const DISBELIEF: Readonly<Record<Disbelief, string>> = {
  missing: 'Missing Authentication Token',
  incomplete: 'Authorization header requires Credential, Signature, SignedHeaders (with host) and a date.',
  scope: 'Credential should be scoped to the correct service.',
  stale: 'Signature expired: the date of the request is more than 15 minutes away.',
  unknown: 'The security token included in the request is invalid.',
  token: 'The security token included in the request is invalid.',
  expired: 'The security token included in the request is expired',
  mismatch:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
}
