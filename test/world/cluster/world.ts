import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '../../support/folder.ts'
import { CODE, FLEET, FLUX_PATH, PREFIX, RBAC, shippedRoles } from '../account.ts'
import { type Bucket, createBucket } from '../bucket.ts'
import { openCode } from '../code.ts'
import { startGitHub } from '../github/server.ts'
import { createRepository } from '../repository.ts'
import { TOKENS } from '../tokens.ts'
import { foldersOf, userOf } from '../use.ts'
import type { KnownMetric, World } from '../world.ts'
import { accountOf, startAccount } from './account.ts'
import { applyFlux, patchKustomization, removeFlux, runsInCluster } from './flux.ts'
import { applyText, kubectl, type Rig, rig } from './rig.ts'
import { closeShop, openShop } from './shop.ts'

export interface ClusterWorld extends World {
  readonly rig: Rig
}

/**
 * A real cluster with Flux, S3, git and Prometheus, infra/ applied as it is shipped, and stand-ins for AWS and GitHub
 * around it. Dispose it to end all of it but the namespaces and the shop. One at a time: the names in infra/ are fixed.
 */
export async function startClusterWorld(): Promise<ClusterWorld> {
  const it = rig()
  const name = `scenarios-${randomBytes(4).toString('hex')}`
  await using parts = new AsyncDisposableStack()
  const folder = parts.use(temporaryFolder())
  const fleet = join(it.git.root, `${name}.git`)
  parts.defer(() => rm(fleet, { recursive: true, force: true }))
  await createRepository(fleet, { [`${FLUX_PATH}/.gitkeep`]: '' })
  const codeDir = join(folder.path, 'code.git')
  await createRepository(codeDir, { 'README.md': '# Shop\n' })
  const bucket = parts.use(await createBucket(name, it.s3))
  const account = accountOf(it)
  const roles = (named = bucket.name) => shippedRoles(account, named)
  const aws = parts.adopt(await startAccount(it, bucket.name), (standIn) => standIn.close())
  const repositories = [
    { name: CODE, dir: codeDir },
    { name: FLEET, dir: fleet },
  ]
  const github = parts.use(await startGitHub({ repositories, accounts: TOKENS, pulls: { [CODE]: [] } }))
  const shop = await openShop() // its namespace is there from now on
  await applyRbac()
  parts.defer(removeFlux)
  const { AWS_ENDPOINT_URL_STS = '', AWS_ENDPOINT_URL_S3 = '' } = aws.endpoints
  await removeFlux() // of a world that was killed
  await applyFlux({
    ...{ url: `${it.git.url}/${name}.git`, path: FLUX_PATH, roleArn: roles().runner.arn },
    agentEnv: { AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL_S3 },
  })
  const code = openCode(codeDir, folder.path)
  const inputs = inputsOf(it, bucket)
  const all = parts.move()
  return {
    ...{ name: 'cluster', rig: it, account, aws, github, shop, bucket, fleet, inputs, roles, memory: MEMORY },
    cluster: { leftovers: runsInCluster, patchKustomization, unbind },
    async deploy(deployment) {
      all.defer(() => closeShop(deployment.name)) // each takes room on the node
      return openShop(deployment)
    },
    use: userOf({ code, aws, github, inputs }),
    folders: () => foldersOf(fleet),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** Of each pod of the run, from cAdvisor. */
const MEMORY: KnownMetric = {
  query: 'max by (pod) (container_memory_working_set_bytes{namespace="$namespace", pod=~"$job-.*"})',
  by: 'pod',
  series: (run, pods) => Array.from({ length: pods }, (_, index) => new RegExp(`^${run}-${index}-`)),
}

/** Applies what infra/ ships of rights. */
async function applyRbac(): Promise<void> {
  for (const file of RBAC) await applyText(readFileSync(file, 'utf8'))
}

async function unbind(namespace: string): Promise<AsyncDisposable> {
  const bindings = ['rolebinding/perf-action', 'rolebinding/perf-action-target']
  await kubectl('-n', namespace, 'delete', ...bindings, '--ignore-not-found')
  return { [Symbol.asyncDispose]: applyRbac }
}

function inputsOf({ roleArn, s3, clusterId, prometheusUrl }: Rig, bucket: Bucket): Readonly<Record<string, string>> {
  return {
    'role-to-assume': roleArn,
    'aws-region': s3.region,
    cluster: clusterId,
    'flux-repository': FLEET,
    'flux-token': 'flux-token',
    bucket: `${bucket.name}/${PREFIX}`,
    prometheus: `service://monitoring/prometheus:http\nurl=${prometheusUrl}`,
  }
}
