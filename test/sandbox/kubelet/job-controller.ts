import type { V1JobSpec } from '@kubernetes/client-node'
import type { KubeObject } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'
import { kubeTime } from '../kubernetes/time.ts'
import { podOf } from './job-pod.ts'
import { isFinished, nextStep, statusOf } from './job-status.ts'

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Makes the pods of Jobs, counts how they end, and ends Jobs that run into their deadline. */
export function startJobController(objects: Objects): Disposable {
  const deadlines = new Map<string, NodeJS.Timeout>()
  const podsOf = ({ metadata: { namespace = '', uid } }: KubeObject) =>
    objects.list('Pod', { namespace, labels: { 'batch.kubernetes.io/controller-uid': uid } })

  const sync = (uid: string) => {
    const job = objects.list('Job').find(({ metadata }) => metadata.uid === uid)
    if (job === undefined || isFinished(job)) return forget(uid)
    const { status, create, end } = nextStep({ job, pods: podsOf(job), now: kubeTime() })
    objects.patch('Job', job.metadata, { status })
    if (!deadlines.has(uid))
      deadlines.set(
        uid,
        timerOf(job, () => sync(uid)),
      )
    for (const index of create) objects.create(podOf(job, index))
    for (const pod of end) objects.delete('Pod', pod.metadata)
  }
  const forget = (uid: string) => {
    clearTimeout(deadlines.get(uid))
    deadlines.delete(uid)
  }
  const jobs = objects.watch('Job', ({ object }) => sync(object.metadata.uid))
  const pods = objects.watch('Pod', ({ object }) => {
    for (const { uid } of object.metadata.ownerReferences ?? []) sync(uid)
  })
  return {
    [Symbol.dispose]: () => {
      for (const watching of [jobs, pods]) watching[Symbol.dispose]()
      for (const uid of deadlines.keys()) forget(uid)
    },
  }
}

function timerOf(job: KubeObject, due: () => void): NodeJS.Timeout {
  const { activeDeadlineSeconds = Number.POSITIVE_INFINITY } = job['spec'] as V1JobSpec
  const begun = Date.parse(statusOf(job).startTime ?? kubeTime())
  const ms = Math.min(begun + activeDeadlineSeconds * 1000 - Date.now() + 1000, LONGEST_TIMER_MS)
  return setTimeout(due, ms).unref()
}
