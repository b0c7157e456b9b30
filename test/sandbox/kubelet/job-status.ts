import type { V1JobSpec } from '@kubernetes/client-node'
import type { KubeObject } from '../kubernetes/object.ts'
import { FAILURE, failure, type Why } from './job-failure.ts'
import { indexOf } from './job-pod.ts'
import { isOver, phase } from './pod-status.ts'

/** As far as the controller writes it. */
export interface JobStatus {
  readonly startTime?: string
  readonly completionTime?: string
  readonly conditions?: readonly Condition[]
  readonly active?: number | null
  readonly succeeded?: number
  readonly failed?: number
  readonly terminating?: number
  /** `0,2`: indexes with commas. (Kubernetes writes three in a row as `0-2`.) */
  readonly completedIndexes?: string
  readonly failedIndexes?: string
}

interface Condition extends Why {
  readonly status: 'True'
  readonly lastTransitionTime: string
}

export interface JobView {
  readonly job: KubeObject
  readonly pods: readonly KubeObject[]
  /** RFC 3339. */
  readonly now: string
}

/** What the controller has to do, and what the Job's status says then. */
export interface JobStep {
  readonly status: JobStatus
  /** Indexes that want a pod. */
  readonly create: readonly number[]
  readonly end: readonly KubeObject[]
}

/** The next step of an Indexed Job whose pods are tried once (`backoffLimitPerIndex: 0`). */
export function nextStep({ job, pods, now }: JobView): JobStep {
  const spec = job['spec'] as V1JobSpec
  const last = statusOf(job)
  const startTime = last.startTime ?? now
  const active = pods.filter((pod) => !isOver(pod) && pod.metadata.deletionTimestamp === undefined)
  const terminating = pods.filter((pod) => !isOver(pod) && pod.metadata.deletionTimestamp !== undefined)
  const completed = indexes(last.completedIndexes, pods, 'Succeeded')
  const failed = indexes(last.failedIndexes, pods, 'Failed')
  const given = last.conditions ?? []
  const why = given[0] ?? failure({ spec, pods, startTime, now }) ?? outcome(spec, completed, failed)
  const isEnded = why !== undefined && active.length + terminating.length === 0
  const conditions = why === undefined ? [] : conditionsOf({ lastTransitionTime: now, ...why }, isEnded)
  return {
    status: {
      startTime,
      active: why === undefined ? active.length : null,
      terminating: terminating.length + (why === undefined ? 0 : active.length),
      succeeded: completed.length,
      failed: failed.length,
      completedIndexes: completed.join(','),
      failedIndexes: failed.join(','),
      ...(conditions.length === 0 ? {} : { conditions }),
      ...(isEnded && why.type === SUCCESS ? { completionTime: now } : {}),
    },
    create: why === undefined ? wanting(spec, pods, [...completed, ...failed]) : [],
    end: why === undefined ? [] : active,
  }
}

export function statusOf({ status }: KubeObject): JobStatus {
  return (status ?? {}) as JobStatus
}

/** Whether nothing will change any more. */
export function isFinished(job: KubeObject): boolean {
  return statusOf(job).conditions?.some(({ type }) => type === 'Complete' || type === 'Failed') === true
}

const SUCCESS = 'SuccessCriteriaMet'

/** First comes the condition that says how it will end, and once no pod is left the one that ends it. */
function conditionsOf(
  { type, reason, message, lastTransitionTime }: Why & { lastTransitionTime: string },
  ended: boolean,
) {
  const condition = (name: string): Condition => ({ type: name, status: 'True', reason, message, lastTransitionTime })
  const last = type === SUCCESS ? 'Complete' : 'Failed'
  return [condition(type), ...(ended ? [condition(last)] : [])]
}

function outcome(
  { completions = 1 }: V1JobSpec,
  completed: readonly number[],
  failed: readonly number[],
): Why | undefined {
  if (completed.length + failed.length < completions) return undefined
  if (failed.length > 0) return { type: FAILURE, reason: 'FailedIndexes', message: 'Job has failed indexes' }
  return { type: SUCCESS, reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' }
}

/** Those of before, for their pods may be gone, and those of now. */
function indexes(before = '', pods: readonly KubeObject[], ended: string): readonly number[] {
  const known = before
    .split(',')
    .filter((text) => text !== '')
    .map(Number)
  const now = pods.filter((pod) => phase(pod) === ended).map(indexOf)
  return [...new Set([...known, ...now])].sort((a, b) => a - b)
}

function wanting(
  { completions = 1, parallelism = 1 }: V1JobSpec,
  pods: readonly KubeObject[],
  done: readonly number[],
) {
  const taken = new Set([...done, ...pods.map(indexOf)])
  const free = Array.from({ length: completions }, (_, index) => index).filter((index) => !taken.has(index))
  return free.slice(0, Math.max(0, parallelism - (taken.size - done.length)))
}
