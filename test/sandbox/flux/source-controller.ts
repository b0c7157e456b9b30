import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { KubeObject } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'
import { type Reconciler, requestOf } from './controller.ts'
import { emptyRepository, type Fetched, FetchFailure, fetchBranch } from './fetch.ts'
import { type Condition, condition, type FluxStatus, milliseconds, statusOf, writeStatus } from './status.ts'

/** What was fetched last, by `namespace/name` of the GitRepository. */
export type Artifacts = Map<string, ReadonlyMap<string, Buffer>>

export interface Login {
  readonly username: string
  readonly password: string
}

interface Options {
  readonly objects: Objects
  readonly artifacts: Artifacts
  /** By the name that a secretRef has. */
  readonly secrets: Readonly<Record<string, Login>>
  /** For the clones. */
  readonly folder: string
}

interface GitRepositorySpec {
  readonly url: string
  readonly ref?: { readonly branch?: string }
  readonly secretRef?: { readonly name: string }
  readonly sparseCheckout?: readonly string[]
  readonly interval: string
  readonly suspend?: boolean
}

/** source-controller, as far as GitRepositories of a branch go. */
export function gitRepositories({ objects, artifacts, secrets, folder }: Options): Reconciler {
  const failures = new Map<string, number>()
  return {
    kind: 'GitRepository',
    async reconcile(object) {
      const { metadata } = object
      const spec = object['spec'] as GitRepositorySpec
      if (spec.suspend) return undefined
      const requested = requestOf(object)
      const handled = requested === undefined ? {} : { lastHandledReconcileAt: requested }
      begin(objects, object)
      try {
        const fetched = await contentOf(spec, object, { secrets, folder })
        const { artifact, ...stored } = await store(fetched, object, objects)
        artifacts.set(keyOf(object), fetched.files)
        const sparse = spec.sparseCheckout ? { observedSparseCheckout: spec.sparseCheckout } : {}
        const observedGeneration = metadata.generation
        writeStatus(objects, object, { ...stored, ...handled, artifact, observedGeneration, ...sparse })
        failures.delete(keyOf(object))
        return milliseconds(spec.interval)
      } catch (thrown) {
        if (!(thrown instanceof FetchFailure)) throw thrown
        writeStatus(objects, object, { ...failed(object, thrown), ...handled })
        const again = (failures.get(keyOf(object)) ?? 0) + 1
        failures.set(keyOf(object), again)
        return Math.min(750 * 2 ** (again - 1), milliseconds(spec.interval))
      }
    },
    async finalize(object) {
      artifacts.delete(keyOf(object))
    },
  }
}

export function keyOf({ metadata }: Pick<KubeObject, 'metadata'>): string {
  return `${metadata.namespace}/${metadata.name}`
}

interface Place {
  readonly secrets: Readonly<Record<string, Login>>
  readonly folder: string
}

/** The branch, as far as `sparseCheckout` takes it. */
async function contentOf(
  spec: GitRepositorySpec,
  { metadata }: KubeObject,
  { secrets, folder }: Place,
): Promise<Fetched> {
  const named = spec.secretRef?.name
  const login = named === undefined ? undefined : secrets[named]
  if (named !== undefined && login === undefined) {
    const sentence = `failed to get secret '${metadata.namespace}/${named}':`
    throw new FetchFailure(`${sentence} ${sentence} secrets "${named}" not found`, 'AuthenticationFailed')
  }
  const dir = join(folder, metadata.uid)
  await emptyRepository(dir)
  const { sha, files } = await fetchBranch(dir, { url: spec.url, branch: spec.ref?.branch ?? 'master', login })
  const folders = (spec.sparseCheckout ?? []).map((path) => path.replace(/^\.?\/|\/$/g, ''))
  const held = (path: string) => [...files.keys()].some((file) => file.startsWith(`${path}/`))
  const missing = folders.find((path) => !held(path))
  if (missing !== undefined)
    throw new FetchFailure(
      `failed to sparse checkout directories : sparse checkout dir '${missing}' does not exist in repository: ` +
        `lstat /tmp/gitrepository-${metadata.namespace}-${metadata.name}/${missing}: no such file or directory`,
    )
  if (folders.length === 0) return { sha, files }
  const kept = [...files].filter(([file]) => folders.some((path) => file.startsWith(`${path}/`)))
  return { sha, files: new Map(kept) }
}

function begin(objects: Objects, object: KubeObject): void {
  const status = statusOf(object)
  const others = (status.conditions ?? []).filter(({ type }) => type !== 'Reconciling')
  const fresh = status['artifact'] === undefined
  const what = fresh ? 'building artifact' : 'reconciliation in progress'
  const ready = fresh && !others.some(({ type }) => type === 'Ready') ? [progressing('Ready', 'Unknown', what)] : []
  const conditions = [progressing('Reconciling', 'True', what), ...ready, ...others]
  writeStatus(objects, object, { observedGeneration: -1, ...status, conditions })
}

/** Says that a new revision is being built, where it is new, and gives the status of one that is stored. */
async function store({ sha, files }: Fetched, object: KubeObject, objects: Objects) {
  const { branch = 'master' } = (object['spec'] as GitRepositorySpec).ref ?? {}
  const revision = `${branch}@sha1:${sha}`
  const status = statusOf(objects.get(object.kind, object.metadata) ?? object)
  const before = status['artifact'] as { readonly revision: string } | undefined
  if (before?.revision !== revision) {
    const what = `building artifact: new upstream revision '${revision}'`
    const outdated = condition('ArtifactOutdated', ['True', 'NewRevision', `new upstream revision '${revision}'`])
    const kept = (status.conditions ?? []).filter(({ type }) => type === 'ArtifactInStorage')
    const conditions = [progressing('Reconciling', 'True', what), progressing('Ready', 'Unknown', what), ...kept]
    writeStatus(objects, object, { ...status, conditions: before ? [...conditions, outdated] : conditions })
  }
  const stored = ['True', 'Succeeded', `stored artifact for revision '${revision}'`] as const
  const digest = createHash('sha256')
  for (const [path, content] of files) digest.update(`${path}\0${content.length}\0`).update(content)
  const lastUpdateTime = new Date().toISOString().replace(/\.\d+/, '')
  const made = { revision, digest: `sha256:${digest.digest('hex')}`, lastUpdateTime }
  return {
    conditions: [condition('Ready', stored), condition('ArtifactInStorage', stored)],
    artifact: before?.revision === revision ? before : made,
  }
}

function failed(object: KubeObject, { message, reason }: FetchFailure): FluxStatus {
  const status = statusOf(object)
  const kept = (status.conditions ?? []).filter(({ type }) => type === 'ArtifactInStorage')
  const conditions = [
    condition('Reconciling', ['True', 'ProgressingWithRetry', 'building artifact']),
    condition('Ready', ['False', reason, message]),
    condition('FetchFailed', ['True', reason, message]),
    ...kept,
  ]
  return { observedGeneration: -1, ...status, conditions }
}

function progressing(type: string, status: Condition['status'], message: string): Condition {
  return condition(type, [status, 'Progressing', message])
}
