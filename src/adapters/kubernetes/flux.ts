import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node'
import { PerfError } from '../../core/error.ts'
import type { Flux } from '../../ports.ts'
import { fluxKustomization, fluxSource } from './flux-shape.ts'
import { ifThere, type TypedApis } from './typed.ts'

/** Both as `namespace/name`: the inputs `flux-source` and `flux-kustomization`. */
export interface FluxNames {
  readonly source: string
  readonly kustomization: string
}

const kinds = {
  source: { group: 'source.toolkit.fluxcd.io', plural: 'gitrepositories', kind: 'GitRepository', input: 'flux-source' },
  kustomization: {
    group: 'kustomize.toolkit.fluxcd.io',
    plural: 'kustomizations',
    kind: 'Kustomization',
    input: 'flux-kustomization',
  },
} as const

/** The two Flux objects that carry a run into the cluster. */
export function fluxOf(names: FluxNames, { custom }: Pick<TypedApis, 'custom'>): Flux {
  const address = (which: keyof FluxNames) => {
    const { group, plural, input } = kinds[which]
    const [namespace, name, ...more] = names[which].split('/')
    if (!namespace || !name || more.length > 0) {
      throw new PerfError('INPUT', `the input ${input} is not namespace/name: ${names[which]}`, {
        hint: `write it as ${input}: flux-system/perf`,
      })
    }
    return { group, version: 'v1', plural, namespace, name }
  }

  const there = async (which: keyof FluxNames, call: Promise<unknown>): Promise<unknown> => {
    const object = await ifThere(call)
    if (object !== undefined) return object
    const { kind, input, group } = kinds[which]
    throw new PerfError('FLUX', `there is no ${kind} ${names[which]} in the cluster (input ${input})`, {
      hint: `correct the input ${input}, or create the object; kubectl get ${kinds[which].plural}.${group} -A lists them`,
    })
  }

  return {
    source: async () => fluxSource(await there('source', custom.getNamespacedCustomObject(address('source')))),
    kustomization: async () =>
      fluxKustomization(await there('kustomization', custom.getNamespacedCustomObject(address('kustomization')))),
    async request(which, at) {
      const body = { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': at } } }
      const asked = { ...address(which), body, fieldManager: 'flux-client-side-apply' }
      const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch)
      await there(which, custom.patchNamespacedCustomObject(asked, merge))
    },
  }
}
