import { isUtf8 } from 'node:buffer'
import type { Manifest } from '../../kubernetes/object.ts'
import { BuildFailure, type Folder, fullPath } from './folder.ts'

export interface GeneratorOptions {
  readonly disableNameSuffixHash?: boolean
  readonly immutable?: boolean
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

export interface ConfigMapGenerator {
  readonly name: string
  readonly namespace?: string
  /** `file`, or `key=file`. */
  readonly files?: readonly string[]
  /** `key=value`. */
  readonly literals?: readonly string[]
  readonly options?: GeneratorOptions
}

interface Place {
  readonly folder: Folder
  readonly path: string
  /** Of the kustomization; a generator's own go over them. */
  readonly options: GeneratorOptions
}

/** The ConfigMap that a generator makes of files and literals. */
export function configMap(generator: ConfigMapGenerator, { folder, path, options }: Place): Manifest {
  const { disableNameSuffixHash, immutable } = { ...options, ...generator.options }
  const labels = { ...options.labels, ...generator.options?.labels }
  const annotations = { ...options.annotations, ...generator.options?.annotations }
  if (!disableNameSuffixHash)
    throw new BuildFailure(
      `the sandbox's kustomize makes no names with hashes: ${generator.name} needs disableNameSuffixHash`,
    )
  const entries = (generator.files ?? []).map((source) => {
    const [key, file] = source.includes('=') ? split(source) : [source.split('/').at(-1) ?? source, source]
    const at = path === '' ? file : `${path}/${file}`
    const content = folder.files.get(at)
    if (content === undefined)
      throw new BuildFailure(
        `loading KV pairs: file sources: [${(generator.files ?? []).join(' ')}]: open ${fullPath(folder, at)}: no such file or directory`,
      )
    return [key, content] as const
  })
  const texts = entries
    .filter(([, content]) => isUtf8(content))
    .map(([key, content]) => [key, content.toString()] as const)
  const bytes = entries
    .filter(([, content]) => !isUtf8(content))
    .map(([key, content]) => [key, content.toString('base64')] as const)
  const data = Object.fromEntries([...(generator.literals ?? []).map(split), ...texts])
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: generator.name,
      ...(generator.namespace === undefined ? {} : { namespace: generator.namespace }),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(bytes.length === 0 ? {} : { binaryData: Object.fromEntries(bytes) }),
    ...(immutable ? { immutable } : {}),
  }
}

function split(pair: string): readonly [string, string] {
  return [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
}
