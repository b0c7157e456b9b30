import { PerfError, reason } from '../../core/error.ts'
import type { Claims } from './claims.ts'

interface AwsFault {
  readonly name: string
  readonly code: string | undefined
}

/** The name of an AWS error (without the end `Exception`, which some have) and the code of a failed connection. */
export function faultOf(thrown: unknown): AwsFault {
  const { name, code } = Object(thrown) as Readonly<Record<string, unknown>>
  return {
    name: typeof name === 'string' ? name.replace(/Exception$/, '') : '',
    code: typeof code === 'string' ? code : undefined,
  }
}

const SUBJECTS =
  '`repo:OWNER/REPO:…`, or `repo:OWNER@OWNER-ID/REPO@REPO-ID:…` for repositories created since 2026-07-15'

const HINTS: Readonly<Record<string, string>> = {
  AccessDenied: `check the ARN, and that the role's trust policy allows this sub (${SUBJECTS}) and this aud: see infra/iam/action-trust.json`,
  InvalidIdentityToken:
    'the account needs an IAM OIDC provider for https://token.actions.githubusercontent.com with the audience sts.amazonaws.com',
  ExpiredToken: 'every try had a fresh ID token, so a clock is wrong: check that of the runner',
  RegionDisabled: 'activate STS in this region for the account, or choose another aws-region',
}

export interface Assumption {
  readonly role: string
  readonly region: string
  readonly claims: Claims | undefined
}

/** Why STS did not give the role's credentials, in words of the workflow's author. */
export function roleRefused(thrown: unknown, { role, region, claims }: Assumption): PerfError {
  const { name, code } = faultOf(thrown)
  if (hasNoAddress(code)) return unknownRegion('STS', region, thrown)
  const token = claims ? ` (the ID token has sub ${JSON.stringify(claims.sub)}, aud ${JSON.stringify(claims.aud)})` : ''
  const what = HINTS[name] ? `refused ${role}` : `gave no credentials for ${role}`
  return new PerfError('AUTH', `AWS STS in ${region} ${what}: ${reason(thrown)}${token}`, {
    hint: HINTS[name] ?? 'try again; if it stays so, see the AWS health page of this region',
    cause: thrown,
  })
}

/** Whether the name of a service could not be resolved. */
export function hasNoAddress(code: string | undefined): boolean {
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN'
}

/** A region whose service has no address here. */
export function unknownRegion(service: string, region: string, cause: unknown): PerfError {
  return new PerfError('AUTH', `${service} of region "${region}" has no address: ${reason(cause)}`, {
    hint: 'check the input aws-region, and that this runner can resolve names of AWS',
    cause,
  })
}
