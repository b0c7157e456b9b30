import type { Objects } from '../kubernetes/objects.ts'
import { scratchFolder } from '../scratch.ts'
import { startController } from './controller.ts'
import { type KustomizationSpec, kustomizations } from './kustomize-controller.ts'
import { type Artifacts, gitRepositories, type Login } from './source-controller.ts'
import { statusOf } from './status.ts'

export interface FluxOptions {
  readonly objects: Objects
  /** What a GitRepository's secretRef may name; the sandbox's API server keeps no Secrets. */
  readonly secrets?: Readonly<Record<string, Login>>
}

/** Flux's two controllers, at work on the objects of a cluster until it is disposed. */
export async function startFlux({ objects, secrets = {} }: FluxOptions): Promise<AsyncDisposable> {
  await using parts = new AsyncDisposableStack()
  const { path: folder } = parts.use(scratchFolder('flux'))
  const artifacts: Artifacts = new Map()
  const applying = parts.use(startController(objects, kustomizations({ objects, artifacts })))
  parts.use(startController(objects, gitRepositories({ objects, artifacts, secrets, folder })))
  parts.use(
    objects.watch('GitRepository', ({ type, object, before }) => {
      if (type === 'DELETED' || revisionOf(object) === (before && revisionOf(before))) return
      for (const one of objects.list('Kustomization')) {
        const { sourceRef } = one['spec'] as unknown as KustomizationSpec
        const namespace = sourceRef.namespace ?? one.metadata.namespace
        if (sourceRef.name === object.metadata.name && namespace === object.metadata.namespace)
          applying.poke(one.metadata)
      }
    }),
  )
  return parts.move()
}

function revisionOf(object: Parameters<typeof statusOf>[0]): string | undefined {
  return (statusOf(object)['artifact'] as { readonly revision: string } | undefined)?.revision
}
