import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { startS3 } from '../support/s3.ts'
import { type Account, CODE, FLEET, FLUX_PATH, POD_ISSUER, PREFIX, shippedRoles } from '../world/account.ts'
import { startAws } from '../world/aws/index.ts'
import { createBucket } from '../world/bucket.ts'
import { openCode } from '../world/code.ts'
import { startGitHttp } from '../world/git-http.ts'
import { startGitHub } from '../world/github/server.ts'
import { createRepository } from '../world/repository.ts'
import type { Running } from '../world/runner.ts'
import { TOKENS } from '../world/tokens.ts'
import { foldersOf, userOf } from '../world/use.ts'
import type { KnownMetric, World } from '../world/world.ts'
import { authenticator } from './authenticator.ts'
import { furnish } from './cluster.ts'
import { podOf } from './deployed.ts'
import { startFlux } from './flux/flux.ts'
import { startJobs } from './kubelet/jobs.ts'
import { createObjects } from './kubernetes/objects.ts'
import { startKubernetes } from './kubernetes/server.ts'
import { atLast } from './last-rites.ts'
import { startPrometheus } from './prometheus/prometheus.ts'
import { scratchFolder } from './scratch.ts'
import { type LocalShop, openLocalShop } from './shop.ts'
import { clusterTokens } from './token-issuer.ts'

export interface Sandbox extends World {
  readonly shop: LocalShop
  /** Where its parts listen, by what people call them. */
  readonly addresses: Readonly<Record<string, string>>
}

const ACCOUNT: Account = {
  region: 'eu-west-1',
  clusterId: 'sandbox',
  roleArn: 'arn:aws:iam::111122223333:role/perf-action',
}
const SECRET = { name: 'perf-git', login: { username: 'flux', password: 'read-the-fleet' } }

/** Of the shop: nothing here measures a pod as cAdvisor does. */
const MEMORY: KnownMetric = {
  query: 'max by (job) (process_resident_memory_bytes{job="shop"})',
  by: 'job',
  series: () => [/^shop$/],
}

/**
 * All that a run has to do with, on this machine and for this process: imitations of Kubernetes and Flux with infra/ as
 * it is shipped, stand-ins for AWS and GitHub, and a shop. It needs Node and git, no right and no fixed port.
 */
export async function startSandbox(): Promise<Sandbox> {
  await using parts = new AsyncDisposableStack()
  const { path: folder } = parts.use(scratchFolder('world'))
  const { fleet, code, git, github } = await repositories(folder, parts)
  const { aws, bucket, tokens } = await account(parts)
  const shop = parts.use(await openLocalShop())
  const prometheus = parts.use(await startPrometheus([{ job: 'shop', address: shop.address }]))
  const objects = createObjects()
  const jobs = parts.use(await startJobs({ objects, token: tokens.issue }))
  const { AWS_ENDPOINT_URL_STS = '', AWS_ENDPOINT_URL_S3 = '' } = aws.endpoints
  const action = (session: string) => ({ user: `perf-action:${session}`, groups: ['perf-action'] })
  const kubernetes = parts.use(
    await startKubernetes({
      ...{ objects, log: jobs.log },
      authenticate: authenticator({ ...ACCOUNT, sts: AWS_ENDPOINT_URL_STS, entries: { [ACCOUNT.roleArn]: action } }),
      service: (...asked) => (asked.join('/') === 'monitoring/prometheus/http' ? prometheus.url : undefined),
    }),
  )
  const ca = Buffer.from(kubernetes.caData, 'base64').toString()
  aws.clusters.set(ACCOUNT.clusterId, { endpoint: kubernetes.url, ca })
  parts.use(await startFlux({ objects, secrets: { [SECRET.name]: SECRET.login } }))
  const roles = (named = bucket.name) => shippedRoles(ACCOUNT, named)
  const cluster = await furnish(objects, {
    ...{ url: `${git}/fleet.git`, path: FLUX_PATH, roleArn: roles().runner.arn, secret: SECRET.name },
    agentEnv: { AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL_S3 },
  })
  const inputs = inputsOf(bucket.name, prometheus.url)
  const addresses = {
    ...{ GitHub: github.url, git, STS: AWS_ENDPOINT_URL_STS, EKS: aws.endpoints['AWS_ENDPOINT_URL_EKS'] ?? '' },
    ...{ Kubernetes: kubernetes.url, S3: AWS_ENDPOINT_URL_S3, Prometheus: prometheus.url, shop: shop.url },
  }
  const all = parts.move()
  return {
    ...{ name: 'sandbox', account: ACCOUNT, aws, github, shop, bucket, cluster, fleet, inputs, addresses, roles },
    memory: MEMORY,
    deploy: async (deployment) => {
      objects.apply(podOf(deployment))
      const opened = all.use(await openLocalShop(deployment))
      await prometheus.watch({ job: 'pods', address: opened.address, app: deployment.name })
      return opened
    },
    use: userOf({ code, aws, github, inputs, runner: { folder, started: endedAtLast } }),
    folders: () => foldersOf(fleet),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** No step outlives this process. */
function endedAtLast(step: Running): void {
  const rite = atLast(() => step.kill('SIGKILL'))
  const over = () => rite[Symbol.dispose]()
  step.done.then(over, over)
}

/** The repository under test and Flux's, on GitHub and for Flux. */
async function repositories(folder: string, parts: AsyncDisposableStack) {
  const root = join(folder, 'git')
  const [fleet, codeDir] = [join(root, 'fleet.git'), join(folder, 'code.git')]
  await mkdir(root)
  await createRepository(fleet, { [`${FLUX_PATH}/.gitkeep`]: '' })
  await createRepository(codeDir, { 'README.md': '# Shop\n' })
  const { url } = parts.use(await startGitHttp({ root, tokens: [SECRET.login.password] }))
  const known = [
    { name: CODE, dir: codeDir },
    { name: FLEET, dir: fleet },
  ]
  const github = parts.use(await startGitHub({ repositories: known, accounts: TOKENS, pulls: { [CODE]: [] } }))
  return { fleet, code: openCode(codeDir, folder), git: url, github }
}

/** AWS with the shipped roles and a bucket; its cluster comes later. */
async function account(parts: AsyncDisposableStack) {
  const server = parts.use(await startS3())
  const s3 = { endpoint: server.endpoint, region: ACCOUNT.region, accessKey: 'owner', secretKey: 'of-the-bucket' }
  const bucket = parts.use(await createBucket('sandbox', s3))
  const { action, runner } = shippedRoles(ACCOUNT, bucket.name)
  const tokens = clusterTokens(`https://${POD_ISSUER}`)
  const aws = await startAws({ region: ACCOUNT.region, roles: [action, runner], s3, pods: tokens })
  parts.defer(() => aws.close())
  return { aws, bucket, tokens }
}

function inputsOf(bucket: string, prometheus: string): Readonly<Record<string, string>> {
  return {
    'role-to-assume': ACCOUNT.roleArn,
    'aws-region': ACCOUNT.region,
    cluster: ACCOUNT.clusterId,
    'flux-repository': FLEET,
    'flux-token': 'flux-token',
    bucket: `${bucket}/${PREFIX}`,
    prometheus: `service://monitoring/prometheus:http\nurl=${prometheus}`,
  }
}
