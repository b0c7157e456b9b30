import type { Manifest } from '../../kubernetes/object.ts'
import { configMap } from './config-map.ts'
import { objectsOf } from './documents.ts'
import { BuildFailure, type Folder, fullPath, isFolder, pathIn, textOf } from './folder.ts'
import { withImages } from './image.ts'
import { below, generatedFor, type Kustomization, kustomizationIn } from './kustomization.ts'
import { patched } from './patch.ts'

/** What a Kustomization object of Flux adds to the one of its path. */
export type Additions = Pick<Kustomization, 'patches' | 'images'>

/**
 * Builds a folder as kustomize does for Flux, with what its Kustomization object adds. Throws a BuildFailure in the
 * words of kustomize 5.
 */
export function build(
  folder: Folder,
  path: string,
  { patches = [], images = [] }: Additions = {},
): readonly Manifest[] {
  const at = pathIn(path)
  const root = kustomizationIn(folder, at) ?? generatedFor(folder, at)
  const whole = {
    ...root,
    patches: [...(root.patches ?? []), ...patches],
    images: [...(root.images ?? []), ...images],
  }
  try {
    return built(folder, at, whole)
  } catch (thrown) {
    if (!(thrown instanceof BuildFailure)) throw thrown
    throw new BuildFailure(`kustomize build failed: ${thrown.message}`)
  }
}

function built(folder: Folder, path: string, kustomization: Kustomization): readonly Manifest[] {
  const objects: Manifest[] = []
  for (const resource of kustomization.resources ?? []) add(objects, accumulated(folder, path, resource), resource)
  const {
    generatorOptions: options = {},
    configMapGenerator = [],
    patches = [],
    images = [],
    namespace,
  } = kustomization
  for (const generator of configMapGenerator) objects.push(configMap(generator, { folder, path, options }))
  const placed = namespace === undefined ? objects : objects.map((object) => inNamespace(object, namespace))
  return withImages(patches.reduce(patched, placed), images)
}

function add(objects: Manifest[], more: readonly Manifest[], resource: string): void {
  const idOf = ({ apiVersion, kind, metadata }: Manifest) => {
    const [version, group] = apiVersion.split('/').toReversed()
    return `${kind}.${version}.${group ?? '[noGrp]'}/${metadata.name}.${metadata.namespace ?? '[noNs]'}`
  }
  for (const object of more) {
    if (objects.some((one) => idOf(one) === idOf(object)))
      throw new BuildFailure(
        `accumulating resources: accumulation err='merging resources from '${resource}': may not add resource with an already registered id: ${idOf(object)}'`,
      )
    objects.push(object)
  }
}

/** The objects of a `resources` entry: a file, or a folder with a kustomization of its own. */
function accumulated(folder: Folder, path: string, resource: string): readonly Manifest[] {
  const at = pathIn(below(path, resource))
  const text = textOf(folder, at)
  const full = fullPath(folder, at)
  if (text !== undefined) return objectsOf(text, full)
  const what = `accumulating resources: accumulation err='accumulating resources from '${resource}':`
  if (!isFolder(folder, at))
    throw new BuildFailure(
      `${what} open ${full}: no such file or directory': must build at directory: not a valid directory: ` +
        `evalsymlink failure on '${full}' : lstat ${full}: no such file or directory`,
    )
  const recursed = `${what} read ${full}: is a directory': recursed accumulation of path '${full}':`
  const inner = kustomizationIn(folder, at)
  if (inner === undefined)
    throw new BuildFailure(
      `${recursed} unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${full}'`,
    )
  try {
    return built(folder, at, inner)
  } catch (thrown) {
    if (!(thrown instanceof BuildFailure)) throw thrown
    throw new BuildFailure(`${recursed} ${thrown.message}`)
  }
}

const WITHOUT_NAMESPACE = ['Namespace']

function inNamespace(object: Manifest, namespace: string): Manifest {
  if (WITHOUT_NAMESPACE.includes(object.kind)) return object
  return { ...object, metadata: { ...object.metadata, namespace } }
}
