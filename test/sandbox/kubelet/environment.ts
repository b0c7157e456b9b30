import { dirname } from 'node:path'
import type { V1Container, V1PodSpec } from '@kubernetes/client-node'
import { MOUNTS } from '../../../src/core/manifest/pod.ts'
import type { KubeObject } from '../kubernetes/object.ts'

type Env = Readonly<Record<string, string>>

/** What an image brings: here the programs of this machine, Node first, and nothing else of its environment. */
function imageEnv(): Env {
  const { PATH = '', JAVA_HOME } = process.env
  return { PATH: `${dirname(process.execPath)}:${PATH}`, ...(JAVA_HOME === undefined ? {} : { JAVA_HOME }) }
}

/**
 * A container's environment. There are no mounts here: a value that is a path below one is where that path really lies,
 * and the programs are told where the folders are that they would find at fixed places.
 */
export function environmentOf(pod: KubeObject, container: V1Container, located: (path: string) => string): Env {
  const env: Record<string, string> = {}
  for (const { name, value, valueFrom } of container.env ?? []) {
    const path = valueFrom?.fieldRef?.fieldPath
    env[name] = located(path === undefined ? expanded(value ?? '', env) : fieldOf(pod, path))
  }
  const [work, spec, tmp] = [located(MOUNTS.work), located(MOUNTS.spec), located(MOUNTS.tmp)]
  return { ...imageEnv(), PERF_WORK_DIR: work, PERF_SPEC_DIR: spec, PERF_TMP_DIR: tmp, ...env }
}

/** `$(NAME)` becomes the value of a variable that stands before it; one that does not stays. */
export function expanded(text: string, env: Env): string {
  return text.replace(/\$\(([^)]+)\)/g, (whole, name: string) => env[name] ?? whole)
}

function fieldOf({ metadata, spec }: KubeObject, path: string): string {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? []
  if (map !== undefined) return metadata[map as 'labels' | 'annotations']?.[key] ?? ''
  const { nodeName = '' } = spec as V1PodSpec
  const fields = { 'metadata.name': metadata.name, 'metadata.uid': metadata.uid, 'spec.nodeName': nodeName }
  const value = (fields as Readonly<Record<string, string>>)[path]
  if (value === undefined) throw new Error(`the sandbox does not know the field ${path}`)
  return value
}
