import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { V1Container, V1PodSpec, V1Volume } from '@kubernetes/client-node'
import type { KubeObject } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'

export interface TokenRequest {
  readonly namespace: string
  readonly serviceAccount: string
  readonly pod: string
  readonly audience: string
  readonly seconds: number
}

export type TokenIssuer = (asked: TokenRequest) => Promise<string>

export interface VolumeSources {
  readonly objects: Objects
  readonly token: TokenIssuer
}

/** Makes a pod's volumes below a folder, each in one of its own name. */
export async function layVolumes(pod: KubeObject, folder: string, sources: VolumeSources): Promise<void> {
  const { volumes = [] } = pod['spec'] as V1PodSpec
  for (const volume of volumes) {
    await mkdir(join(folder, volume.name), { recursive: true })
    for (const [path, content] of await named(volume, filesOf(volume, pod, sources))) {
      const file = join(folder, volume.name, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
    }
  }
}

async function named<T>({ name }: V1Volume, laying: Promise<T>): Promise<T> {
  try {
    return await laying
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`MountVolume.SetUp failed for volume "${name}": ${why}`, { cause })
  }
}

type File = readonly [path: string, content: string | Uint8Array]

async function filesOf(volume: V1Volume, pod: KubeObject, sources: VolumeSources): Promise<readonly File[]> {
  const { namespace = '', name } = pod.metadata
  if (volume.emptyDir) return []
  if (volume.configMap) return configFiles(volume.configMap.name ?? '', namespace, sources.objects)
  if (!volume.projected?.sources) throw new Error('the sandbox knows no volume of this kind')
  const { serviceAccountName: serviceAccount = 'default' } = pod['spec'] as V1PodSpec
  return await Promise.all(
    volume.projected.sources.map(async ({ serviceAccountToken: asked }): Promise<File> => {
      if (asked === undefined) throw new Error('the sandbox projects tokens of ServiceAccounts alone')
      const { audience = '', expirationSeconds: seconds = 3600, path } = asked
      return [path, await sources.token({ namespace, serviceAccount, pod: name, audience, seconds })]
    }),
  )
}

function configFiles(name: string, namespace: string, objects: Objects): readonly File[] {
  const found = objects.get('ConfigMap', { namespace, name })
  if (found === undefined) throw new Error(`configmap "${name}" not found`)
  const { data = {}, binaryData = {} } = found as { data?: Record<string, string>; binaryData?: Record<string, string> }
  const decoded = Object.entries(binaryData).map(([path, text]): File => [path, Buffer.from(text, 'base64')])
  return [...Object.entries(data), ...decoded]
}

/** Where a path of the container lies on this machine; what is not below a mount stays what it is. */
export function locate({ volumeMounts = [] }: V1Container, folder: string): (path: string) => string {
  const mounts = volumeMounts.toSorted((a, b) => b.mountPath.length - a.mountPath.length)
  return (path) => {
    const mount = mounts.find(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`))
    return mount === undefined ? path : join(folder, mount.name, path.slice(mount.mountPath.length))
  }
}
