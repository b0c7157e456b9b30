import { parse } from 'yaml'
import type { ConfigMapGenerator, GeneratorOptions } from './config-map.ts'
import { objectsOf } from './documents.ts'
import { BuildFailure, type Folder, fullPath, namesIn, textOf } from './folder.ts'
import type { Image } from './image.ts'
import type { Patch } from './patch.ts'

/** A `kustomization.yaml`, as far as it is built here. */
export interface Kustomization {
  readonly namespace?: string
  readonly resources?: readonly string[]
  readonly generatorOptions?: GeneratorOptions
  readonly configMapGenerator?: readonly ConfigMapGenerator[]
  readonly patches?: readonly Patch[]
  readonly images?: readonly Image[]
}

/** What kustomize has besides, and no run or scenario uses. */
const NOT_BUILT = [
  ...['bases', 'components', 'configurations', 'commonAnnotations', 'commonLabels', 'crds', 'generators', 'helmCharts'],
  ...['helmChartInflationGenerator', 'helmGlobals', 'labels', 'namePrefix', 'nameSuffix', 'patchesJson6902'],
  ...['patchesStrategicMerge', 'replacements', 'replicas', 'secretGenerator', 'transformers', 'validators', 'vars'],
]

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** The kustomization of a folder; undefined where it has none. */
export function kustomizationIn(folder: Folder, path: string): Kustomization | undefined {
  const name = NAMES.find((one) => namesIn(folder, path).includes(one))
  if (name === undefined) return undefined
  const value = (parse(textOf(folder, below(path, name)) ?? '') ?? {}) as Kustomization
  const field = NOT_BUILT.find((one) => one in value)
  if (field !== undefined)
    throw new BuildFailure(`the sandbox's kustomize does not build \`${field}\` (${fullPath(folder, path)})`)
  return value
}

/**
 * What Flux makes for a path without a kustomization: all YAML files below it, and the folders that have one of their
 * own. A file that is no object is refused here.
 */
export function generatedFor(folder: Folder, path: string): Kustomization {
  const found = (at: string): readonly string[] =>
    namesIn(folder, at).flatMap((name) => {
      const inner = below(at, name)
      const text = textOf(folder, inner)
      if (text === undefined) return kustomizationIn(folder, inner) ? [inner] : found(inner)
      if (!/\.ya?ml$/.test(name)) return []
      objectsOf(text, fullPath(folder, inner))
      return [inner]
    })
  return { resources: found(path).map((inner) => `./${path === '' ? inner : inner.slice(path.length + 1)}`) }
}

export function below(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`
}
