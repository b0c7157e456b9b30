import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import { RBAC } from '../world/account.ts'
import { FLUX, type FluxSetup, fluxObjects } from '../world/flux-objects.ts'
import { until } from '../world/until.ts'
import type { Cluster } from '../world/world.ts'
import { SHOPS } from './deployed.ts'
import { statusOf } from './flux/status.ts'
import type { Manifest } from './kubernetes/object.ts'
import type { Objects } from './kubernetes/objects.ts'

const NAMESPACES = ['flux-system', 'monitoring', SHOPS]
const OURS = { 'app.kubernetes.io/name': 'perf-action' }
const KINDS = ['Job', 'Pod', 'ConfigMap', 'PodDisruptionBudget']

/** Lays down infra/ as it is shipped, waits until Flux is ready with it, and gives what an administrator does. */
export async function furnish(objects: Objects, setup: FluxSetup): Promise<Cluster> {
  for (const name of NAMESPACES) objects.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  applyRbac(objects)
  for (const object of fluxObjects(setup)) objects.apply(object)
  await until('Flux to be ready', async () => isReady(objects))
  return {
    async leftovers() {
      const found = KINDS.flatMap((kind) => objects.list(kind, { namespace: 'perf', labels: OURS }))
      return found.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`)
    },
    async patchKustomization(spec) {
      objects.patch('Kustomization', FLUX, { spec })
    },
    async unbind(namespace) {
      for (const { metadata } of objects.list('RoleBinding', { namespace }))
        if (metadata.name !== 'perf-flux') objects.delete('RoleBinding', metadata)
      return { [Symbol.asyncDispose]: async () => applyRbac(objects) }
    },
  }
}

function applyRbac(objects: Objects): void {
  for (const file of RBAC)
    for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) objects.apply(document.toJS() as Manifest)
}

function isReady(objects: Objects): boolean {
  const object = objects.get('Kustomization', FLUX)
  const ready = object && statusOf(object).conditions?.find(({ type }) => type === 'Ready')
  return ready?.status === 'True'
}
