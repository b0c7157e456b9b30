import type { Run } from '../run.ts'
import { fluxAnnotations, labels } from './labels.ts'
import type { Plain } from './yaml.ts'

/** The files of a run, by what becomes of them. */
export interface FolderNames {
  readonly resources: readonly string[]
  /** Of the ConfigMap `<run>-agent`, mounted at `/agent`. */
  readonly agent: readonly string[]
  /** Of the ConfigMap `<run>-plan`, mounted at `/spec`. */
  readonly plan: readonly string[]
}

/** The folder's `kustomization.yaml`. */
export function kustomization(run: Run, names: FolderNames): Plain {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: run.namespace,
    resources: names.resources,
    generatorOptions: {
      disableNameSuffixHash: true,
      immutable: true,
      labels: labels(run),
      annotations: fluxAnnotations,
    },
    configMapGenerator: [
      { name: `${run.id}-agent`, files: names.agent },
      { name: `${run.id}-plan`, files: names.plan },
    ],
  }
}
