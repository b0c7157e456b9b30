import type { CoreV1Event, V1ContainerStatus, V1Job, V1Pod } from '@kubernetes/client-node'
import type { ContainerState, JobState, PodEvent, PodState } from '../../core/job.ts'

/** Drops the keys whose value is undefined: what the server did not say is not there. */
type Known<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
function known<T extends object>(fields: T): Known<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Known<T>
}

/** A Job and its pods as core sees them; no Job: `gone`. */
export function jobState(name: string, job: V1Job | undefined, pods: readonly V1Pod[]): JobState {
  const states = pods.map(podState).sort((a, b) => a.index - b.index || a.name.localeCompare(b.name))
  if (job === undefined) return { name, state: 'gone', pods: states }
  const holds = (type: string) => job.status?.conditions?.find((is) => is.type === type && is.status === 'True')
  const end = holds('Complete') ?? holds('Failed')
  return {
    name,
    state: end === undefined ? 'running' : end.type === 'Complete' ? 'complete' : 'failed',
    ...known({
      reason: end?.reason,
      message: end?.message,
      run: job.metadata?.annotations?.['perf-action/run-id'],
      digest: job.metadata?.annotations?.['perf-action/spec-digest'],
    }),
    pods: states,
  }
}

function podState(pod: V1Pod): PodState {
  const { metadata, spec, status } = pod
  const specs = new Map([...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map((one) => [one.name, one]))
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  const index = 'batch.kubernetes.io/job-completion-index'
  return {
    name: metadata?.name ?? '',
    index: Number(metadata?.labels?.[index] ?? metadata?.annotations?.[index] ?? 0),
    phase: phases.find((phase) => phase === status?.phase) ?? 'Unknown',
    ...known({
      ...why(pod),
      node: spec?.nodeName,
      createdAt: time(metadata?.creationTimestamp),
      capacity: metadata?.annotations?.['CapacityProvisioned'],
    }),
    containers: statuses.map((one) =>
      containerState(one, {
        image: specs.get(one.name)?.image,
        limit: specs.get(one.name)?.resources?.limits?.['memory'],
      }),
    ),
  }
}

const phases = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'] as const

/** The pod's own reason; else why it is not scheduled, or who disrupts it. */
function why({ status }: V1Pod): { reason?: string | undefined; message?: string | undefined } {
  if (status?.reason !== undefined) return { reason: status.reason, message: status.message }
  const condition = (type: string, value: string) =>
    status?.conditions?.find((one) => one.type === type && one.status === value)
  const told = condition('DisruptionTarget', 'True') ?? condition('PodScheduled', 'False')
  return { reason: told?.reason, message: told?.message }
}

function containerState(
  { name, state, lastState, restartCount, image }: V1ContainerStatus,
  spec: { image: string | undefined; limit: string | undefined },
): ContainerState {
  const ended = state?.terminated
  return {
    name,
    state: state?.running ? 'running' : ended ? 'terminated' : 'waiting',
    ...known({
      reason: ended?.reason ?? state?.waiting?.reason,
      message: ended?.message ?? state?.waiting?.message,
      exit: ended?.exitCode,
      image: spec.image ?? image,
      memoryLimit: spec.limit,
      restarts: restartCount > 0 ? restartCount : undefined,
      lastReason: lastState?.terminated?.reason,
    }),
  }
}

/** An event of either of the two APIs that write them. */
export function podEvent(event: CoreV1Event): PodEvent {
  const { series, lastTimestamp, eventTime, firstTimestamp, metadata, involvedObject } = event
  const at = series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata.creationTimestamp
  return {
    at: time(at) ?? 0,
    type: event.type === 'Warning' ? 'Warning' : 'Normal',
    reason: event.reason ?? '',
    message: event.message ?? '',
    object: `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}`,
    count: series?.count ?? event.count ?? 1,
  }
}

/** Typed calls give Dates, watches give text. */
function time(value: Date | string | undefined): number | undefined {
  const at = value === undefined ? Number.NaN : new Date(value).getTime()
  return Number.isNaN(at) ? undefined : at
}
