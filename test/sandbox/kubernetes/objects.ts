import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { ApiFailure } from './failure.ts'
import { type Change, createHistory, type Watcher } from './history.ts'
import { kindNamed, notFound, resourceOf } from './kinds.ts'
import type { Address, KubeObject, Manifest } from './object.ts'
import { merged } from './patch.ts'
import { labelsMatch } from './selector.ts'
import { kubeTime } from './time.ts'

/**
 * The objects of the sandbox's cluster, in memory: what the API server serves, and what controllers in this process
 * work with as administrators. A kind goes by its name: `Job`. Every refusal is an ApiFailure in the server's words.
 */
export interface Objects {
  /** undefined where there is none. */
  get(kind: string, at: Address): KubeObject | undefined
  /** In order of creation. */
  list(kind: string, listing?: Listing): readonly KubeObject[]
  create(manifest: Manifest): KubeObject
  /** Server-side apply, without owners of fields: creates, or lays the manifest's fields over what is there. */
  apply(manifest: Manifest): KubeObject
  /** A JSON merge patch (RFC 7386); `status` is changed like any other field. */
  patch(kind: string, at: Address, patch: object): KubeObject
  /**
   * Deletes it and what it owns, in the background. A pod on a node is only marked, and has its time to end: the node
   * then deletes it with `graceSeconds: 0`.
   */
  delete(kind: string, at: Address, options?: { readonly graceSeconds?: number }): void
  /** Every change of a kind from now on, or since a resourceVersion; throws 410 where that is too long ago. */
  watch(kind: string, watcher: Watcher, since?: string): Disposable
  /** The resourceVersion of the last change of anything. */
  readonly version: string
}

export interface Listing {
  /** Default: all of them. */
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
}

const REMEMBERED = 1000

/** An empty cluster; as many changes as are `remembered` can be watched from. */
export function createObjects({ remembered = REMEMBERED }: { readonly remembered?: number } = {}): Objects {
  const stored = new Map<string, KubeObject>()
  const history = createHistory(remembered)

  const found = (kind: string, at: Address) => {
    const object = stored.get(keyOf(kind, at))
    if (object === undefined) throw notFound(kindNamed(kind), at.name)
    return object
  }
  const write = (type: Change['type'], object: KubeObject) => {
    const key = keyOf(object.kind, object.metadata)
    const before = stored.get(key)
    const written = versioned(object, history.next())
    if (type === 'DELETED') stored.delete(key)
    else stored.set(key, written)
    history.add({ type, object: written, ...(before && { before }) })
    return written
  }
  const create = (manifest: Manifest) => {
    const { kind, apiVersion, metadata } = manifest
    const known = kindNamed(kind, apiVersion)
    const { namespace = '', name } = metadata
    if (stored.has(keyOf(kind, metadata)))
      throw new ApiFailure(409, 'AlreadyExists', `${resourceOf(known)} "${name}" already exists`)
    if (known.namespaced && !stored.has(keyOf('Namespace', { name: namespace })))
      throw notFound(kindNamed('Namespace'), namespace)
    const made = { uid: randomUUID(), generation: 1, creationTimestamp: kubeTime(), resourceVersion: '' }
    return write('ADDED', { ...manifest, metadata: { ...metadata, ...made } })
  }
  const change = (object: KubeObject, patch: object) => {
    const next = changed(object, patch)
    return next === undefined ? object : write('MODIFIED', next)
  }
  const end = (object: KubeObject, graceSeconds = graceOf(object)) => {
    if (graceSeconds > 0) {
      if (object.metadata.deletionTimestamp !== undefined) return
      const deletionTimestamp = kubeTime(graceSeconds)
      change(object, { metadata: { deletionTimestamp, deletionGracePeriodSeconds: graceSeconds } })
      return
    }
    write('DELETED', object)
    for (const owned of [...stored.values()].filter((one) => isOwned(one, object))) end(owned)
  }
  const every = (kind: string) => [...stored.values()].filter((object) => object.kind === kindNamed(kind).kind)
  return {
    get: (kind, at) => stored.get(keyOf(kind, at)),
    list: (kind, { namespace, labels = {} } = {}) =>
      every(kind).filter(
        ({ metadata }) =>
          (namespace === undefined || metadata.namespace === namespace) && labelsMatch(metadata.labels ?? {}, labels),
      ),
    create,
    apply(manifest) {
      const object = stored.get(keyOf(manifest.kind, manifest.metadata))
      return object === undefined ? create(manifest) : change(object, manifest)
    },
    patch: (kind, at, patch) => change(found(kind, at), patch),
    delete: (kind, at, { graceSeconds } = {}) => end(found(kind, at), graceSeconds),
    watch: (kind, watcher, since) => history.watch(kindNamed(kind).kind, watcher, since),
    get version() {
      return history.version
    },
  }
}

function keyOf(kind: string, { namespace, name }: Address): string {
  return `${kind}/${kindNamed(kind).namespaced ? (namespace ?? '') : ''}/${name}`
}

function versioned(object: KubeObject, resourceVersion: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion } }
}

/** undefined: the patch says nothing new. The generation counts changes of what is wanted, not of status or labels. */
function changed(object: KubeObject, patch: object): KubeObject | undefined {
  const next = merged(object, patch) as KubeObject
  if (isDeepStrictEqual(next, object)) return undefined
  const wanted = ({ metadata: _, status: __, ...rest }: KubeObject) => rest
  const generation = object.metadata.generation + (isDeepStrictEqual(wanted(next), wanted(object)) ? 0 : 1)
  const { uid, creationTimestamp } = object.metadata
  return { ...next, metadata: { ...next.metadata, uid, creationTimestamp, generation } }
}

function isOwned({ metadata }: KubeObject, { metadata: { uid } }: KubeObject): boolean {
  return metadata.ownerReferences?.some((owner) => owner.uid === uid) === true
}

/** Only a pod that a node runs has to be waited for. */
function graceOf({ kind, spec, status }: KubeObject): number {
  if (kind !== 'Pod') return 0
  const { nodeName, terminationGracePeriodSeconds = 30 } = spec as PodSpec
  const { phase = 'Pending' } = (status ?? {}) as { readonly phase?: string }
  return nodeName === undefined || phase === 'Succeeded' || phase === 'Failed' ? 0 : terminationGracePeriodSeconds
}

interface PodSpec {
  readonly nodeName?: string
  readonly terminationGracePeriodSeconds?: number
}
