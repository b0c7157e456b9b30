// Wiring: the only file that builds adapters. The heavy ones (AWS, Kubernetes, GitHub) load when they are first needed.
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import type { Inputs } from './action/inputs.ts'
import type { JudgeInputs } from './action/judge-inputs.ts'
import { createAws } from './adapters/aws/aws.ts'
import { systemClock as clock } from './adapters/clock.ts'
import { createWorkspace } from './adapters/workspace.ts'
import type { Origin } from './core/request.ts'
import type { UndoChange } from './core/undo.ts'
import type { Forge, JudgeWorld, Log, Manifests, Session, World } from './ports.ts'

/** What the door hands in: the runner's side of the world. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: Log
  readonly signal: AbortSignal
  readonly origin: Origin
  readonly github: { readonly apiUrl: string; readonly serverUrl: string }
  readonly idToken: (audience: string) => Promise<string>
  readonly mask: (secret: string) => void
  readonly remember: (change: UndoChange) => void
}

export async function createWorld(inputs: Inputs, around: Surroundings): Promise<World> {
  const { env, log, signal, remember } = around
  let session: Promise<Session> | undefined
  return {
    log,
    clock,
    signal,
    remember,
    files: createWorkspace(env['GITHUB_WORKSPACE'] ?? '.'),
    manifests: await openManifests(inputs, around),
    forge: await openForge(inputs, around),
    authenticate: () => (session ??= authenticate(inputs, around)),
    random: (bytes) => randomBytes(bytes),
  }
}

/** The world of mode `judge`: no cloud, no cluster, and a folder that is not trusted. */
export async function createJudgeWorld(
  { results, githubToken: token }: JudgeInputs,
  { env, log, origin, github }: Pick<Surroundings, 'env' | 'log' | 'origin' | 'github'>,
): Promise<JudgeWorld> {
  const [{ createForge }, { findPull }, { createResultsFolder }] = await Promise.all([
    import('./adapters/github/forge.ts'),
    import('./adapters/github/pulls.ts'),
    import('./adapters/results-folder.ts'),
  ])
  const { owner, repo, sha } = origin
  const about = token === undefined ? undefined : { owner, repo, sha, token, baseUrl: github.apiUrl, clock }
  return {
    log,
    files: createWorkspace(env['GITHUB_WORKSPACE'] ?? '.'),
    results: createResultsFolder(results),
    findPull: async (head) => about && findPull(about, head),
    forge: (pull) => (about ? createForge({ ...about, ...(pull === undefined ? {} : { pull }) }) : MUTE),
  }
}

async function openManifests({ flux }: Inputs, { env, github }: Surroundings): Promise<Manifests> {
  const { repository, branch, path, token } = flux
  if (flux.commitVia === 'api' && repository.kind === 'name') {
    const { createApiManifests } = await import('./adapters/github/commit.ts')
    return createApiManifests({ repository: repository.name, branch, path, token, baseUrl: github.apiUrl, clock })
  }
  const { createGitManifests } = await import('./adapters/git/manifests.ts')
  const url = repository.kind === 'name' ? `${github.serverUrl}/${repository.name}.git` : repository.url
  return createGitManifests({ url, branch, path, token, env, clock, workdir: env['RUNNER_TEMP'] ?? tmpdir() })
}

async function openForge({ githubToken: token }: Inputs, { origin, github }: Surroundings): Promise<Forge> {
  if (token === undefined) return MUTE
  const { createForge } = await import('./adapters/github/forge.ts')
  return createForge({ ...origin, token, baseUrl: github.apiUrl, clock })
}

const nothing = async () => ({ missing: 'github-token, which is empty' })
const MUTE: Forge = { labels: nothing, startCheck: nothing, finishCheck: nothing, comment: nothing }

/** Step 2: credentials, the cluster, and with them everything that a run works with. */
async function authenticate(inputs: Inputs, around: Surroundings): Promise<Session> {
  const { region, bucket, role, kmsKeyId } = inputs
  const { env, signal, log } = around
  const loading = [import('./adapters/kubernetes/kubernetes.ts'), import('./adapters/s3.ts')] as const
  const sessionName = `perf-action-${env['GITHUB_RUN_ID'] ?? 'local'}`
  const aws = createAws({
    ...around,
    region,
    sessionName,
    clock,
    ...(role === undefined ? {} : { roleToAssume: role }),
  })
  const { name, version, endpoint, caData } = await aws.describeCluster(inputs.cluster)
  log.info(`cluster ${name} in ${region}, Kubernetes ${version}`)
  const [{ createKubernetes }, { createS3Store }] = await Promise.all(loading)
  const kubernetes = createKubernetes({ server: endpoint, caData, token: aws.eksToken(name), clock, proxyEnv: env })
  const { createMetrics } = await import('./adapters/prometheus.ts')
  const key = kmsKeyId === undefined ? {} : { kmsKeyId }
  return {
    flux: kubernetes.flux(inputs.flux),
    jobs: kubernetes.jobs(inputs.namespace),
    workloads: kubernetes.workloads,
    store: createS3Store({ bucket, region, credentials: aws.credentials, ...key }),
    metrics: createMetrics(inputs.prometheus, { proxy: kubernetes.proxy, clock, signal }),
    close: () => kubernetes.close(),
  }
}
