import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { KubeObject } from '../kubernetes/object.ts'
import { type PodOptions, type RunningPod, runPod } from './pod.ts'
import { isOver } from './pod-status.ts'
import { NODE_NAME } from './scheduler.ts'

export type NodeOptions = Omit<PodOptions, 'pod'>

/** The node: runs the pods that are given to it; dispose it to end them all at once. */
export interface Node extends AsyncDisposable {
  log(namespace: string, pod: string, container: string): Promise<string | undefined>
}

/** Starts it; every pod has a folder in `folder` until it is deleted. */
export function startNode(options: NodeOptions): Node {
  const { objects, folder } = options
  const running = new Map<string, Promise<RunningPod>>()
  const ends = new Set<Promise<void>>()
  const folderOf = ({ metadata }: KubeObject) => join(folder, metadata.uid)

  const begin = async (pod: KubeObject) => {
    await mkdir(folderOf(pod))
    return runPod({ ...options, pod, folder: folderOf(pod) })
  }
  const end = async (pod: KubeObject, graceSeconds: number) => {
    await (await running.get(pod.metadata.uid))?.end(graceSeconds)
    const left = objects.get('Pod', pod.metadata)
    if (left?.metadata.uid === pod.metadata.uid) objects.delete('Pod', pod.metadata, { graceSeconds: 0 })
  }
  const forget = async (pod: KubeObject) => {
    await (await running.get(pod.metadata.uid))?.end(0)
    running.delete(pod.metadata.uid)
    await rm(folderOf(pod), { recursive: true, force: true })
  }
  const keep = (work: Promise<void>) => {
    ends.add(work)
    void work.finally(() => ends.delete(work))
  }
  const watching = objects.watch('Pod', ({ type, object: pod, before }) => {
    const { uid, deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata
    if (type === 'DELETED') return keep(forget(pod))
    const isOurs = (pod['spec'] as { readonly nodeName?: string }).nodeName === NODE_NAME
    if (isOurs && !running.has(uid) && !isOver(pod)) running.set(uid, begin(pod))
    if (deletionTimestamp !== undefined && before?.metadata.deletionTimestamp === undefined)
      keep(end(pod, deletionGracePeriodSeconds))
  })
  return {
    async log(namespace, name, container) {
      const pod = objects.get('Pod', { namespace, name })
      return pod && (await (await running.get(pod.metadata.uid))?.log(container))
    },
    async [Symbol.asyncDispose]() {
      watching[Symbol.dispose]()
      await Promise.all([...running.values()].map(async (pod) => (await pod).end(0)))
      await Promise.all(ends)
    },
  }
}
