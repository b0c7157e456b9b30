import { randomInt } from 'node:crypto'
import { ApiFailure } from '../kubernetes/failure.ts'
import type { KubeObject, Manifest } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'
import { type Reconciler, requestOf } from './controller.ts'
import { type Entry, entryOf, ownLabels, prune } from './inventory.ts'
import { type Additions, build } from './kustomize/build.ts'
import { BuildFailure, type Folder, isFolder, pathIn } from './kustomize/folder.ts'
import type { Artifacts } from './source-controller.ts'
import { condition, type FluxStatus, goDuration, milliseconds, statusOf, writeStatus } from './status.ts'

interface Options {
  readonly objects: Objects
  readonly artifacts: Artifacts
}

export interface KustomizationSpec extends Additions {
  readonly sourceRef: { readonly kind: string; readonly name: string; readonly namespace?: string }
  readonly path: string
  readonly prune: boolean
  readonly suspend?: boolean
  readonly interval: string
  readonly retryInterval?: string
  readonly timeout?: string
}

/** Why a reconciliation ended, in the controller's words. */
class Refusal extends Error {
  readonly reason: string
  /** Whether it got as far as to say that it is at work. */
  readonly begun: boolean

  constructor(reason: string, message: string, begun = true) {
    super(message)
    this.reason = reason
    this.begun = begun
  }
}

/** kustomize-controller, as far as building, applying and pruning go: it waits for no health, and depends on nothing. */
export function kustomizations({ objects, artifacts }: Options): Reconciler {
  return {
    kind: 'Kustomization',
    async reconcile(object) {
      const spec = object['spec'] as unknown as KustomizationSpec
      if (spec.suspend) return undefined
      const requested = requestOf(object)
      const handled = requested === undefined ? {} : { lastHandledReconcileAt: requested }
      const current = () => objects.get(object.kind, object.metadata) ?? object
      try {
        const { revision, entries } = apply(object, spec, { objects, artifacts })
        if (spec.prune) prune(objects, current(), entries)
        writeStatus(objects, object, { ...statusOf(current()), ...succeeded(object, revision, entries), ...handled })
        return milliseconds(spec.interval)
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown
        writeStatus(objects, object, { ...failed(current(), thrown), ...handled })
        return milliseconds(spec.retryInterval ?? spec.interval)
      }
    },
    async finalize(object) {
      const spec = object['spec'] as unknown as KustomizationSpec
      if (spec.prune && !spec.suspend) prune(objects, object, [])
    },
  }
}

/** Builds the path of the source's artifact and applies it. */
function apply(object: KubeObject, spec: KustomizationSpec, { objects, artifacts }: Options) {
  const { revision, files } = sourceOf(object, spec, { objects, artifacts })
  const folder: Folder = { files, root: `/tmp/kustomization-${randomInt(1e9, 4e9)}` }
  const during = `manifests for revision ${revision} with a timeout of ${goDuration(spec.timeout ?? spec.interval)}`
  progress(objects, object, `Fetching ${during}`)
  const path = pathIn(spec.path)
  if (!isFolder(folder, path))
    throw new Refusal(
      'ArtifactFailed',
      `kustomization path not found: stat ${folder.root}/${path}: no such file or directory`,
    )
  progress(objects, object, `Building ${during}`, { lastAttemptedRevision: revision })
  const built = manifestsOf(folder, spec)
  progress(objects, object, `Detecting drift for ${during.replace('manifests for ', '')}`)
  const labels = ownLabels(object)
  for (const manifest of built) applyOne(objects, manifest, labels)
  return { revision, entries: built.map(entryOf).toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
}

function sourceOf(
  object: KubeObject,
  { sourceRef, retryInterval, interval }: KustomizationSpec,
  { objects, artifacts }: Options,
) {
  const { kind, name, namespace = object.metadata.namespace ?? '' } = sourceRef
  const source = objects.get(kind, { namespace, name })
  if (source === undefined)
    throw new Refusal('ArtifactFailed', `${kind}.source.toolkit.fluxcd.io "${name}" not found`, false)
  const artifact = statusOf(source)['artifact'] as { readonly revision: string } | undefined
  const files = artifacts.get(`${namespace}/${name}`)
  if (artifact === undefined || files === undefined) {
    const wait = goDuration(retryInterval ?? interval)
    throw new Refusal('ArtifactFailed', `Source artifact not found, retrying in ${wait}`, false)
  }
  return { revision: artifact.revision, files }
}

/** What others need comes first. */
const FIRST = ['Namespace', 'ServiceAccount', 'ConfigMap']

function manifestsOf(folder: Folder, spec: KustomizationSpec): readonly Manifest[] {
  try {
    const built = build(folder, spec.path, spec)
    return [
      ...FIRST.flatMap((kind) => built.filter((one) => one.kind === kind)),
      ...built.filter((one) => !FIRST.includes(one.kind)),
    ]
  } catch (thrown) {
    if (!(thrown instanceof BuildFailure)) throw thrown
    throw new Refusal('BuildFailed', thrown.message)
  }
}

function applyOne(objects: Objects, manifest: Manifest, own: Readonly<Record<string, string>>): void {
  const { kind, metadata } = manifest
  try {
    const once = metadata.annotations?.['kustomize.toolkit.fluxcd.io/ssa'] === 'IfNotPresent'
    if (once && objects.get(kind, metadata)) return
    objects.apply({ ...manifest, metadata: { ...metadata, labels: { ...metadata.labels, ...own } } })
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure)) throw thrown
    const what = [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/')
    const said = thrown.message.startsWith('no matches for kind')
      ? `: no matches for kind "${kind}" in version "${manifest.apiVersion}"`
      : ` (${thrown.reason}): ${thrown.message}`
    throw new Refusal('ReconciliationFailed', `${what} dry-run failed${said}\n`)
  }
}

function progress(objects: Objects, object: KubeObject, message: string, more: FluxStatus = {}): void {
  const status = statusOf(objects.get(object.kind, object.metadata) ?? object)
  const conditions = [
    condition('Reconciling', ['True', 'Progressing', message]),
    condition('Ready', ['Unknown', 'Progressing', 'Reconciliation in progress']),
  ]
  writeStatus(objects, object, { observedGeneration: -1, ...status, ...more, conditions })
}

function succeeded({ metadata }: KubeObject, revision: string, entries: readonly Entry[]): FluxStatus {
  return {
    conditions: [condition('Ready', ['True', 'ReconciliationSucceeded', `Applied revision: ${revision}`])],
    ...{ observedGeneration: metadata.generation, inventory: { entries } },
    ...{ lastAppliedRevision: revision, lastAttemptedRevision: revision },
  }
}

function failed(object: KubeObject, { reason, message, begun }: Refusal): FluxStatus {
  const status = statusOf(object)
  const at = status.conditions?.find(({ type }) => type === 'Reconciling')?.message ?? ''
  const conditions = [
    ...(begun ? [condition('Reconciling', ['True', 'ProgressingWithRetry', at])] : []),
    condition('Ready', ['False', reason, message]),
  ]
  return { observedGeneration: -1, ...status, conditions }
}
