import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { type ClaimSet, signJwt } from './jwt.ts'
import { type Listening, listen } from './listen.ts'
import { GITHUB } from './role.ts'

/** A workflow's job, as far as its ID token speaks of it. */
export interface Job {
  readonly repository: string
  readonly ref?: string
  readonly event?: string
  readonly environment?: string
  /** Repositories made since 2026-07-15 have owner and repository with their ids in `sub`. */
  readonly immutable?: boolean
  /** Seconds that an ID token lives; GitHub's five minutes by default. Below zero it is born expired. */
  readonly lifetime?: number
  readonly claims?: ClaimSet
}

export interface Issuer {
  readonly url: string
  /** What the runner sets for a job with `id-token: write`. */
  env(job: Job): { readonly ACTIONS_ID_TOKEN_REQUEST_URL: string; readonly ACTIONS_ID_TOKEN_REQUEST_TOKEN: string }
  close(): Promise<void>
}

const OWNER_ID = '4242'
const REPOSITORY_ID = '434343'

/** GitHub's OIDC issuer: its keys, and the request endpoint that a runner offers to its job. */
export async function startIssuer(host: string, now: () => number): Promise<Issuer> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomUUID()
  const jobs = new Map<string, Job>()
  const server: Listening = await listen(
    async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://issuer')
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      switch (url.pathname) {
        case '/.well-known/openid-configuration':
          return void answer(200, { issuer: `https://${GITHUB}`, jwks_uri: `http://${request.headers.host}/keys` })
        case '/keys':
          return void answer(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] })
        case '/id-token': {
          const job = jobs.get(request.headers.authorization?.replace(/^bearer /i, '') ?? '')
          if (!job) return void answer(401, { message: 'Unauthorized' })
          const claims = claimsOf(job, url.searchParams.get('audience'), Math.floor(now() / 1000))
          return void answer(200, { count: 1, value: signJwt(claims, privateKey, kid) })
        }
        default:
          return void answer(404, { message: 'Not Found' })
      }
    },
    { host },
  )
  const url = `http://${host}:${server.port}`
  return {
    url,
    env(job) {
      const bearer = randomUUID()
      jobs.set(bearer, job)
      return {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/id-token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
      }
    },
    close: server.close,
  }
}

function claimsOf(job: Job, audience: string | null, issuedAt: number): ClaimSet {
  const { repository, ref = 'refs/heads/main', event = 'push', environment, lifetime = 300 } = job
  const owner = repository.split('/')[0]
  return {
    jti: randomUUID(),
    iss: `https://${GITHUB}`,
    sub: subjectOf(job, ref, event),
    aud: audience ?? `https://github.com/${owner}`,
    repository,
    repository_owner: owner,
    repository_id: REPOSITORY_ID,
    repository_owner_id: OWNER_ID,
    ref,
    event_name: event,
    ...(environment === undefined ? {} : { environment }),
    runner_environment: 'github-hosted',
    iat: issuedAt,
    nbf: issuedAt - 600,
    exp: issuedAt + lifetime,
    ...job.claims,
  }
}

function subjectOf({ repository, environment, immutable = false }: Job, ref: string, event: string): string {
  const [owner, name] = repository.split('/')
  const repo = immutable ? `${owner}@${OWNER_ID}/${name}@${REPOSITORY_ID}` : repository
  if (environment !== undefined) return `repo:${repo}:environment:${environment.replaceAll(':', '%3A')}`
  return event === 'pull_request' ? `repo:${repo}:pull_request` : `repo:${repo}:ref:${ref}`
}
