import { readFileSync } from 'node:fs'
import { createEks, type EksCluster } from './eks.ts'
import { type Failure, failures } from './fault.ts'
import { type Issuer, type Job, startIssuer } from './issuer.ts'
import { type Listening, listen } from './listen.ts'
import { discovered, type Provider } from './provider.ts'
import { GITHUB, type Role } from './role.ts'
import { createS3Gate, type Upstream } from './s3.ts'
import { createSessions, type Session } from './sessions.ts'
import { createSts } from './sts.ts'

export interface AwsOptions {
  /** The address to listen at; one that pods reach too, where there are pods. */
  readonly host?: string
  readonly region?: string
  readonly roles?: readonly Role[]
  readonly clusters?: Readonly<Record<string, EksCluster>>
  /** Behind the S3 gate; none: no S3. */
  readonly s3?: Upstream
  /** Where a cluster's own verifier looks for STS, over TLS. */
  readonly stsTls?: { readonly address: string; readonly certFile: string; readonly keyFile: string }
  /** Of the cluster whose ServiceAccounts may assume roles. */
  readonly pods?: Pick<Provider, 'issuer' | 'keys'>
  readonly now?: () => number
}

export interface AwsStandIn {
  readonly issuer: Issuer
  /** By ARN; a test may change it. */
  readonly roles: Map<string, Role>
  readonly clusters: Map<string, EksCluster>
  /** What an SDK needs to find the stand-ins, on this machine and in pods. */
  readonly endpoints: Readonly<Record<string, string>>
  /** The ID tokens that STS was sent, in order. */
  readonly idTokens: readonly string[]
  /** What the runner sets for a job with `id-token: write`. */
  idTokenEnv(job: Job): Readonly<Record<string, string>>
  /** Credentials of a role as if it had been assumed before. */
  issue(roleArn: string, sessionName: string, seconds: number): Session
  endSessions(): void
  fail(service: 'sts' | 'eks' | 's3', failure: Failure): void
  close(): Promise<void>
}

/** AWS and GitHub's OIDC issuer as far as a run needs them, in this process. */
export async function startAws(options: AwsOptions = {}): Promise<AwsStandIn> {
  const { host = '127.0.0.1', region = 'eu-west-1', now = Date.now } = options
  const roles = new Map((options.roles ?? []).map((role) => [role.arn, role]))
  const clusters = new Map(Object.entries(options.clusters ?? {}))
  const sessions = createSessions(now)
  const faults = { sts: failures(), eks: failures(), s3: failures() }
  const idTokens: string[] = []
  const issuer = await startIssuer(host, now)
  const providers = providersOf(issuer, options)
  const seen = (token: string) => void idTokens.push(token)
  const stsExchange = createSts({ roles, providers, sessions, failures: faults.sts, now, seen })
  const sts = await listen(stsExchange, { host })
  const eks = await listen(createEks({ region, clusters, sessions, failures: faults.eks, now }), { host })
  const open: Pick<Listening, 'close'>[] = [issuer, sts, eks]
  const endpoints: Record<string, string> = {
    AWS_ENDPOINT_URL_STS: `http://${host}:${sts.port}`,
    AWS_ENDPOINT_URL_EKS: `http://${host}:${eks.port}`,
  }
  if (options.s3) {
    const gate = await listen(createS3Gate({ upstream: options.s3, sessions, failures: faults.s3, now }), { host })
    endpoints['AWS_ENDPOINT_URL_S3'] = `http://${host}:${gate.port}`
    open.push(gate)
  }
  if (options.stsTls) open.push(await listen(stsExchange, tlsAddress(options.stsTls)))
  return {
    ...{ issuer, roles, clusters, endpoints, idTokens },
    idTokenEnv: (job) => issuer.env(job),
    issue(roleArn, sessionName, seconds) {
      const role = roles.get(roleArn)
      if (!role) throw new Error(`there is no role ${roleArn}`)
      return sessions.issue(role, sessionName, seconds)
    },
    endSessions: sessions.endAll,
    fail: (service, failure) => faults[service].add(failure),
    close: async () => void (await Promise.all(open.map((server) => server.close()))),
  }
}

function providersOf(issuer: Issuer, { pods }: AwsOptions): readonly Provider[] {
  const audience = 'sts.amazonaws.com'
  const github: Provider = { issuer: `https://${GITHUB}`, audience, keys: discovered(issuer.url) }
  return pods ? [github, { ...pods, audience }] : [github]
}

function tlsAddress({ address, certFile, keyFile }: NonNullable<AwsOptions['stsTls']>) {
  const [host = '', port] = address.split(':')
  return { host, port: Number(port), tls: { cert: readFileSync(certFile), key: readFileSync(keyFile) } }
}
