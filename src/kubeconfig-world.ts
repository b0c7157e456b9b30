// Wiring of a run from a terminal in a cluster, with the kubeconfig and the AWS credentials that are there: as world.ts,
// it only builds adapters.
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { systemClock as clock } from './adapters/clock.ts'
import { createGitManifests } from './adapters/git/manifests.ts'
import { createApiManifests } from './adapters/github/commit.ts'
import { fromKubeconfig } from './adapters/kubernetes/kubernetes.ts'
import { muteForge as forge } from './adapters/mute-forge.ts'
import { createMetrics, type MetricSource } from './adapters/prometheus.ts'
import { createS3Store } from './adapters/s3.ts'
import { createWorkspace, overlaid } from './adapters/workspace.ts'
import type { Request } from './core/request.ts'
import type { UndoChange } from './core/undo.ts'
import type { Log, Manifests, Session, World } from './ports.ts'

/** What the command line hands in. */
export interface KubeconfigSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: Log
  readonly signal: AbortSignal
  readonly remember: (change: UndoChange) => void
  readonly kubeconfig: string
  /** The folder that the config and its plans are read from. */
  readonly root: string
  readonly config: { readonly path: string; readonly text: string }
  readonly request: Pick<Request, 'bucket' | 'region' | 'kmsKeyId' | 'namespace' | 'fluxBranch' | 'fluxPath'>
  readonly flux: {
    /** Of a repository on GitHub, or an address for git. */
    readonly repository: { readonly name: string } | { readonly url: string }
    /** `namespace/name`. */
    readonly source: string
    readonly kustomization: string
    readonly token?: string
  }
  readonly prometheus: Readonly<Record<string, MetricSource>>
}

/** The world of a run in the cluster of the current context; `close` removes what git needed. */
export function createKubeconfigWorld(around: KubeconfigSurroundings): {
  readonly world: World
  close(): Promise<void>
} {
  const { log, signal, remember, root, config } = around
  const manifests = openManifests(around)
  let session: Promise<Session> | undefined
  const world: World = {
    ...{ log, clock, signal, remember, manifests, forge },
    files: overlaid(createWorkspace(root), config),
    authenticate: () => (session ??= authenticate(around)),
    random: (bytes) => randomBytes(bytes),
  }
  return { world, close: async () => manifests[Symbol.asyncDispose]() }
}

/** By GitHub's API for a repository that is named, by git for an address. */
function openManifests({ request, flux, env }: KubeconfigSurroundings): Manifests & AsyncDisposable {
  const { fluxBranch: branch, fluxPath: path } = request
  const { repository, token } = flux
  if ('url' in repository) {
    const login = token === undefined ? {} : { token }
    return createGitManifests({ url: repository.url, branch, path, ...login, env, clock, workdir: tmpdir() })
  }
  const baseUrl = env['GITHUB_API_URL'] || 'https://api.github.com'
  const api = createApiManifests({ repository: repository.name, branch, path, token: token ?? '', baseUrl, clock })
  return { ...api, [Symbol.asyncDispose]: async () => undefined }
}

async function authenticate({
  kubeconfig,
  request,
  flux,
  prometheus,
  signal,
  env,
}: KubeconfigSurroundings): Promise<Session> {
  const { bucket, region, kmsKeyId, namespace } = request
  const kubernetes = await fromKubeconfig(kubeconfig, { clock, proxyEnv: env })
  return {
    flux: kubernetes.flux(flux),
    jobs: kubernetes.jobs(namespace),
    workloads: kubernetes.workloads,
    store: createS3Store({ bucket, region, ...(kmsKeyId === undefined ? {} : { kmsKeyId }) }),
    metrics: createMetrics(prometheus, { proxy: kubernetes.proxy, clock, signal }),
    close: () => kubernetes.close(),
  }
}
