import type { V1PodSpec } from '@kubernetes/client-node'
import type { KubeObject } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'
import { kubeTime } from '../kubernetes/time.ts'
import { warn } from './events.ts'
import { isOver } from './pod-status.ts'

/** What the node has room for. */
export interface NodeSize {
  readonly cpuMillis: number
  readonly memoryBytes: number
}

export const NODE_NAME = 'sandbox'

/** Gives every pod to the one node, as long as the requests of all its pods fit; the others wait until some have ended. */
export function startScheduler(objects: Objects, size: NodeSize): Disposable {
  const waiting = new Set<string>()
  const place = (pod: KubeObject) => {
    const lacking = lack(pod, objects, size)
    const condition = { type: 'PodScheduled', lastTransitionTime: kubeTime() }
    if (lacking.length === 0) {
      waiting.delete(pod.metadata.uid)
      const conditions = [{ ...condition, status: 'True' }]
      objects.patch('Pod', pod.metadata, { spec: { nodeName: NODE_NAME }, status: { phase: 'Pending', conditions } })
    } else if (!waiting.has(pod.metadata.uid)) {
      waiting.add(pod.metadata.uid)
      const message = unschedulable(lacking)
      const conditions = [{ ...condition, status: 'False', reason: 'Unschedulable', message }]
      objects.patch('Pod', pod.metadata, { status: { phase: 'Pending', conditions } })
      warn(pod, { reason: 'FailedScheduling', message }, objects)
    }
  }
  return objects.watch('Pod', ({ type, object }) => {
    if (type === 'DELETED') waiting.delete(object.metadata.uid)
    const isNew = type === 'ADDED'
    const hasLeft = type === 'DELETED' || isOver(object)
    if (!isNew && !hasLeft) return
    for (const pod of objects.list('Pod').filter((one) => !isPlaced(one))) place(pod)
  })
}

function isPlaced({ spec }: KubeObject): boolean {
  return (spec as V1PodSpec).nodeName !== undefined
}

function lack(pod: KubeObject, objects: Objects, size: NodeSize): readonly string[] {
  const there = objects.list('Pod').filter((one) => isPlaced(one) && !isOver(one))
  const wanted = (resource: 'cpu' | 'memory') => [...there, pod].reduce((sum, one) => sum + requested(one, resource), 0)
  return [
    ...(wanted('cpu') * 1000 > size.cpuMillis ? ['cpu'] : []),
    ...(wanted('memory') > size.memoryBytes ? ['memory'] : []),
  ]
}

/** Of all its containers: those that are init containers go on, too. */
function requested({ spec }: KubeObject, resource: string): number {
  const { initContainers = [], containers } = spec as V1PodSpec
  return [...initContainers, ...containers].reduce(
    (sum, { resources }) => sum + quantity(resources?.requests?.[resource] ?? '0'),
    0,
  )
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
}

/** `750m`, `2`, `512Mi`: in CPUs or bytes. */
export function quantity(text: string): number {
  const [, number, unit = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(text) ?? []
  const scale = UNITS[unit]
  if (number === undefined || scale === undefined) throw new Error(`${text} is no quantity that the sandbox knows`)
  return Number(number) * scale
}

function unschedulable(lacking: readonly string[]): string {
  const why = lacking.map((resource) => `1 Insufficient ${resource}`).join(', ')
  const preemption = '0/1 nodes are available: 1 Preemption is not helpful for scheduling.'
  return `0/1 nodes are available: ${why}. no new claims to deallocate, preemption: ${preemption}`
}
