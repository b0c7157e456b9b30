import '../../support/realm.ts'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../../support/folder.ts'
import type { AwsStandIn } from '../aws/index.ts'
import type { CheckRun } from '../github/checks.ts'
import { type GitHub, startGitHub } from '../github/server.ts'
import { createRepository, filesOf } from '../repository.ts'
import { type Running, runAction, type StepResult } from '../runner.ts'
import { CODE, FLEET, PREFIX, shippedRoles, startAccount } from './account.ts'
import { type Bucket, createBucket } from './bucket.ts'
import { openCode } from './code.ts'
import { applyFlux, removeFlux } from './flux.ts'
import { type JobToken, TOKENS } from './github.ts'
import { applyText, type Rig, rig } from './rig.ts'
import { openShop, type Shop } from './shop.ts'
import { type EventName, occasion } from './workflow.ts'

export const FLUX_PATH = 'perf/runs'

/** One use of the action in a workflow. */
export interface Use {
  /** Of the repository under test; `perf.yaml` among them. */
  readonly files: Readonly<Record<string, string>>
  /** Over those of a sound workflow. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Default: a pull request. */
  readonly event?: EventName
  readonly token?: JobToken
  readonly env?: Readonly<Record<string, string>>
  readonly during?: (main: Running) => Promise<void>
}

/** What came of it, as people see it. */
export interface Used {
  readonly main: StepResult
  readonly post: StepResult
  /** The commit that a check belongs to: of a pull request its head. */
  readonly sha: string
  readonly pull: number | undefined
  /** Bodies of the pull request's comments. */
  readonly comments: readonly string[]
  /** Check runs of the commit. */
  readonly checks: readonly CheckRun[]
}

export interface ClusterWorld extends AsyncDisposable {
  readonly rig: Rig
  readonly aws: AwsStandIn
  readonly github: GitHub
  readonly shop: Shop
  readonly bucket: Bucket
  /** The bare Flux repository. */
  readonly fleet: string
  /** The inputs of a sound workflow. */
  readonly inputs: Readonly<Record<string, string>>
  /** Runs the built action as the runner does: main, then post. */
  use(use: Use): Promise<Used>
  /** The folders of runs that are in the Flux repository now. */
  folders(): Promise<readonly string[]>
}

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url))

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
  const bucket = parts.use(await createBucket(name, it))
  const aws = parts.adopt(await startAccount(it, bucket.name), (account) => account.close())
  const repositories = [
    { name: CODE, dir: codeDir },
    { name: FLEET, dir: fleet },
  ]
  const github = parts.use(await startGitHub({ repositories, accounts: TOKENS, pulls: { [CODE]: [] } }))
  await applyRbac()
  parts.defer(removeFlux)
  const { AWS_ENDPOINT_URL_STS = '', AWS_ENDPOINT_URL_S3 = '' } = aws.endpoints
  await removeFlux() // of a world that was killed
  await applyFlux({
    ...{ url: `${it.git.url}/${name}.git`, path: FLUX_PATH, roleArn: shippedRoles(it, bucket.name).runner.arn },
    agentEnv: { AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL_S3 },
  })
  const shop = await openShop()
  const code = openCode(codeDir, folder.path)
  const inputs = inputsOf(it, bucket)
  const all = parts.move()
  return {
    ...{ rig: it, aws, github, shop, bucket, fleet, inputs },
    async use({ files, inputs: over = {}, event = 'pull_request', token = 'job-token', env = {}, during }) {
      const { sha, workspace, pull, ...made } = await occasion(event, files, { code, aws, github })
      const { main, post } = await runAction({
        ...{ action: PROJECT, workspace, event: made.event, limitMs: 180_000 },
        inputs: { ...inputs, ...over },
        token: event === 'fork' ? 'token-of-a-fork' : token,
        env: { ...aws.endpoints, ...made.env, ...env },
        ...(during && { during }),
      })
      await keepLog(main, post)
      const comments = [...github.discussion(CODE).comments.values()].filter(({ issue }) => issue === pull)
      const checks = [...github.checks.values()].filter((check) => check.sha === sha)
      return { ...{ main, post, sha, pull, checks }, comments: comments.map(({ body }) => body) }
    },
    async folders() {
      const paths = Object.keys(await filesOf(fleet)).map((path) => path.slice(FLUX_PATH.length + 1).split('/'))
      return [...new Set(paths.flatMap(([first = '', ...rest]) => (rest.length > 0 ? [first] : [])))]
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** Applies infra/rbac.yaml as it is shipped. */
export async function applyRbac(): Promise<void> {
  await applyText(readFileSync(join(PROJECT, 'infra/rbac.yaml'), 'utf8'))
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

/** For the eyes of who mends a scenario: SCENARIO_LOG names a file that every run's log is added to. */
async function keepLog(main: StepResult, post: StepResult): Promise<void> {
  const file = process.env['SCENARIO_LOG']
  if (file === undefined) return
  await appendFile(
    file,
    `\n━━ main, ended with ${main.code}\n${main.log}\n━━ post, ended with ${post.code}\n${post.log}`,
  )
}
