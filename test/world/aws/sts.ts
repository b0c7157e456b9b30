import { createHash, randomUUID } from 'node:crypto'
import { authenticate, DISBELIEF, type Disbelief } from './authenticate.ts'
import { dueFailure, type Failures, ServiceFault } from './fault.ts'
import { bodyOf, type Exchange } from './listen.ts'
import { allows } from './policy.ts'
import { type Provider, verified } from './provider.ts'
import { accountOf, providerArn, type Role } from './role.ts'
import type { Session, Sessions } from './sessions.ts'
import { type Received, sha256 } from './sigv4.ts'
import { element, escapeXml } from './xml.ts'

export interface StsOptions {
  readonly roles: ReadonlyMap<string, Role>
  readonly providers: readonly Provider[]
  readonly sessions: Sessions
  readonly failures: Failures
  readonly now: () => number
  /** Told of each ID token that was sent, also where the answer is a failure. */
  readonly seen: (idToken: string) => void
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** AWS STS: AssumeRoleWithWebIdentity and GetCallerIdentity. */
export function createSts(options: StsOptions): Exchange {
  return async (request, response) => {
    const { method = 'GET', url: target = '/', headers } = request
    const body = await bodyOf(request)
    const json = headers.accept === 'application/json'
    const type = json ? 'application/json' : 'text/xml'
    try {
      const parameters = new URLSearchParams(method === 'POST' ? body.toString() : (target.split('?')[1] ?? ''))
      if (parameters.has('WebIdentityToken')) options.seen(parameters.get('WebIdentityToken') ?? '')
      if (dueFailure(options.failures, method, target) === 'cut') return void request.socket.destroy()
      const answer = await act({ method, target, headers }, body, parameters, options)
      response.writeHead(200, { 'content-type': type }).end(json ? asJson(answer) : asXml(answer))
    } catch (thrown) {
      if (!(thrown instanceof ServiceFault)) throw thrown
      response.writeHead(thrown.status, { 'content-type': type }).end(refusal(thrown, json))
    }
  }
}

interface Answer {
  readonly action: string
  readonly result: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

async function act(request: Received, body: Buffer, parameters: URLSearchParams, options: StsOptions): Promise<Answer> {
  const action = parameters.get('Action') ?? ''
  switch (action) {
    case 'AssumeRoleWithWebIdentity':
      return { action, result: await assume(parameters, options) }
    case 'GetCallerIdentity':
      return { action, result: identify(request, body, options) }
    default:
      throw new ServiceFault(400, 'InvalidAction', `Could not find operation ${action} for version 2011-06-15`)
  }
}

async function assume(parameters: URLSearchParams, { roles, providers, sessions, now }: StsOptions) {
  const need = (name: string, pattern: RegExp) => {
    const value = parameters.get(name) ?? ''
    if (pattern.test(value)) return value
    const what = `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint`
    throw new ServiceFault(
      400,
      'ValidationError',
      `${what}: Member must satisfy regular expression pattern: ${pattern.source}`,
    )
  }
  const arn = need('RoleArn', /^arn:[\w-]+:iam::\d{12}:role\/.+$/)
  const name = need('RoleSessionName', /^[\w+=,.@-]{2,64}$/)
  const token = need('WebIdentityToken', /^.{4,}$/)
  const seconds = Number(need('DurationSeconds', /^$|^\d+$/) || 3600)
  const { issuer, claims } = await verified(token, providers, now())
  const role = roles.get(arn)
  const context = Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, String(value)]),
  )
  const access = { action: 'sts:AssumeRoleWithWebIdentity', principal: providerArn(arn, issuer), context }
  // a role that is not there is refused in the same words, so that nobody can search for roles
  if (!role || !allows(role.trust, access))
    throw new ServiceFault(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity')
  if (seconds < 900 || seconds > 3600)
    throw new ServiceFault(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    )
  return assumed(sessions.issue(role, name, seconds), claims)
}

function assumed(session: Session, claims: Readonly<Record<string, unknown>>) {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt, caller } = session
  return {
    SubjectFromWebIdentityToken: String(claims['sub']),
    Audience: String(claims['aud']),
    Provider: String(claims['iss']),
    AssumedRoleUser: { Arn: caller, AssumedRoleId: userId(session) },
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expiresAt).toISOString().replace(/\.\d+/, ''),
    },
  }
}

/** STS judges a presigned request by its date alone: fifteen minutes, whatever X-Amz-Expires says. */
function identify(request: Received, body: Buffer, { sessions, now }: StsOptions) {
  const session = authenticate(request, { service: 'sts', sessions, now: now(), payload: sha256(body) })
  if (typeof session === 'string') throw new ServiceFault(...REFUSALS[session], DISBELIEF[session])
  return { Arn: session.caller, UserId: userId(session), Account: accountOf(session.role.arn) }
}

const REFUSALS: Readonly<Record<Disbelief, readonly [status: number, code: string]>> = {
  missing: [403, 'MissingAuthenticationToken'],
  incomplete: [400, 'IncompleteSignature'],
  scope: [403, 'SignatureDoesNotMatch'],
  stale: [403, 'SignatureDoesNotMatch'],
  unknown: [403, 'InvalidClientTokenId'],
  token: [403, 'InvalidClientTokenId'],
  expired: [403, 'ExpiredToken'],
  mismatch: [403, 'SignatureDoesNotMatch'],
}

function userId({ role, caller }: Session): string {
  const id = createHash('sha256').update(role.arn).digest('hex').slice(0, 17).toUpperCase()
  return `AROA${id}:${caller.split('/').at(-1)}`
}

function asJson({ action, result }: Answer): string {
  const answer = { [`${action}Result`]: result, ResponseMetadata: { RequestId: randomUUID() } }
  return JSON.stringify({ [`${action}Response`]: answer })
}

function asXml({ action, result }: Answer): string {
  const metadata = element('ResponseMetadata', { RequestId: randomUUID() })
  return `<${action}Response xmlns="${NAMESPACE}">${element(`${action}Result`, result)}${metadata}</${action}Response>`
}

function refusal({ status, code, message }: ServiceFault, json: boolean): string {
  const Type = status < 500 ? 'Sender' : 'Receiver'
  const error = { Type, Code: code, Message: message }
  if (json) return JSON.stringify({ Error: error, RequestId: randomUUID() })
  return `<ErrorResponse xmlns="${NAMESPACE}">${element('Error', error)}<RequestId>${escapeXml(randomUUID())}</RequestId></ErrorResponse>`
}
