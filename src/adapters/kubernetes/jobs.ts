import type { V1Job, V1Pod } from '@kubernetes/client-node'
import type { Clock, Jobs } from '../../ports.ts'
import { Refusal } from './failure.ts'
import { type Change, followJob, type Listed } from './follow-job.ts'
import { jobState, podEvent } from './job-shape.ts'
import type { Transport } from './transport.ts'
import type { TypedApis } from './typed.ts'
import { untilFirstEnds, watch } from './watch.ts'

interface Needs {
  readonly apis: TypedApis
  readonly transport: Transport
  readonly clock: Clock
}

const CYCLE_SECONDS = 30
const EVENTS_A_PAGE = 500
const EVENT_PAGES = 4

/** The Jobs of one namespace. */
export function jobsOf(namespace: string, { apis, transport, clock }: Needs): Jobs {
  const theJob = (job: string) => ({ fieldSelector: `metadata.name=${job}` })
  const itsPods = (job: string) => ({ labelSelector: `batch.kubernetes.io/job-name=${job}` })

  const list = async (job: string): Promise<Listed> => {
    const [jobs, pods] = await Promise.all([
      apis.batch.listNamespacedJob({ namespace, ...theJob(job) }),
      apis.core.listNamespacedPod({ namespace, ...itsPods(job) }),
    ])
    return {
      job: jobs.items[0],
      pods: pods.items,
      jobVersion: jobs.metadata?.resourceVersion ?? '',
      podsVersion: pods.metadata?.resourceVersion ?? '',
    }
  }

  const changes = (job: string, { jobVersion, podsVersion }: Listed, signal: AbortSignal) => {
    const until = { seconds: CYCLE_SECONDS, signal }
    const jobs = { path: `/apis/batch/v1/namespaces/${namespace}/jobs`, selector: theJob(job), version: jobVersion }
    const pods = { path: `/api/v1/namespaces/${namespace}/pods`, selector: itsPods(job), version: podsVersion }
    return untilFirstEnds<Change>([
      of('job', watch<V1Job>({ ...jobs, ...until }, transport)),
      of('pod', watch<V1Pod>({ ...pods, ...until }, transport)),
    ])
  }

  return {
    async get(job) {
      const seen = await list(job)
      return seen.job === undefined && seen.pods.length === 0 ? undefined : jobState(job, seen.job, seen.pods)
    },

    follow: (job, signal) =>
      followJob(job, {
        list: () => list(job),
        changes: (listed, until) => changes(job, listed, until),
        clock,
        signal,
      }),

    async events(job) {
      const found = []
      let from: string | undefined
      for (let page = 0; page < EVENT_PAGES; page++) {
        const paging = { limit: EVENTS_A_PAGE, ...(from === undefined ? {} : { _continue: from }) }
        const { items, metadata } = await apis.core.listNamespacedEvent({ namespace, ...paging })
        found.push(...items)
        from = metadata?._continue
        if (from === undefined || from === '') break
      }
      const ours = found.filter(({ involvedObject: { kind, name = '' } }) =>
        kind === 'Job' ? name === job : kind === 'Pod' && name.startsWith(`${job}-`),
      )
      return ours.map(podEvent).sort((a, b) => a.at - b.at)
    },

    async logs(pod, container, lines) {
      try {
        const asked = { namespace, name: pod, container, tailLines: lines, limitBytes: 1024 * 1024 }
        const text = await apis.core.readNamespacedPodLog(asked)
        return text.split('\n').filter((line) => line !== '')
      } catch (thrown) {
        // 400: the container has not begun, or its log is gone with its node
        if (thrown instanceof Refusal && (thrown.status === 404 || thrown.status === 400)) return []
        throw thrown
      }
    },
  }
}

async function* of<K extends string, E>(kind: K, events: AsyncGenerator<E, void>) {
  for await (const event of events) yield { kind, event }
}
