import type { KubeObject, Manifest } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'
import { statusOf } from './status.ts'

/** An object that Flux has applied: `<namespace>_<name>_<group>_<kind>`. */
export interface Entry {
  readonly id: string
  /** Version of its API. */
  readonly v: string
}

export function entryOf({ apiVersion, kind, metadata }: Manifest): Entry {
  const [version = '', group = ''] = apiVersion.split('/').toReversed()
  return { id: `${metadata.namespace ?? ''}_${metadata.name}_${group}_${kind}`, v: version }
}

/** What a Kustomization has applied so far. */
export function inventoryOf(kustomization: KubeObject): readonly Entry[] {
  const { entries = [] } = (statusOf(kustomization)['inventory'] ?? {}) as { readonly entries?: readonly Entry[] }
  return entries
}

/** Labels by which Flux knows its own. */
export function ownLabels({ metadata }: KubeObject): Readonly<Record<string, string>> {
  const { name, namespace = '' } = metadata
  return { 'kustomize.toolkit.fluxcd.io/name': name, 'kustomize.toolkit.fluxcd.io/namespace': namespace }
}

/** Deletes what a Kustomization had applied and no longer does. */
export function prune(objects: Objects, kustomization: KubeObject, keep: readonly Entry[]): void {
  const kept = new Set(keep.map(({ id }) => id))
  const labels = Object.entries(ownLabels(kustomization))
  for (const { id } of inventoryOf(kustomization).filter((entry) => !kept.has(entry.id))) {
    const [namespace = '', name = '', , kind = ''] = id.split('_')
    const at = { name, ...(namespace === '' ? {} : { namespace }) }
    const there = objects.get(kind, at)
    if (there && labels.every(([label, value]) => there.metadata.labels?.[label] === value)) objects.delete(kind, at)
  }
}
