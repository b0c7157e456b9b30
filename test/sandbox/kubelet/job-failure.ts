import type { V1JobSpec, V1PodFailurePolicyRule } from '@kubernetes/client-node'
import type { KubeObject } from '../kubernetes/object.ts'
import { phase } from './pod-status.ts'

/** Why a Job ends, as its conditions say it; `type` is the condition that comes first. */
export interface Why {
  readonly type: string
  readonly reason: string
  readonly message: string
}

export const FAILURE = 'FailureTarget'

export interface Judged {
  readonly spec: V1JobSpec
  readonly pods: readonly KubeObject[]
  readonly startTime: string
  readonly now: string
}

/** What ends the whole Job at once; undefined: nothing so far. */
export function failure({ spec, pods, startTime, now }: Judged): Why | undefined {
  for (const pod of pods.filter((one) => phase(one) === 'Failed')) {
    const message = failsJob(spec.podFailurePolicy?.rules ?? [], pod)
    if (message !== undefined) return { type: FAILURE, reason: 'PodFailurePolicy', message }
  }
  const deadline = Date.parse(startTime) + (spec.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1000
  if (Date.parse(now) < deadline) return undefined
  return { type: FAILURE, reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' }
}

/** The first rule that fits decides. Our rules for conditions of a pod speak of disruptions, which there are none of here. */
function failsJob(rules: readonly V1PodFailurePolicyRule[], pod: KubeObject): string | undefined {
  for (const [at, { action, onExitCodes }] of rules.entries()) {
    const { containerName, values = [] } = onExitCodes ?? {}
    const exit = exits(pod).find(({ name, code }) => name === containerName && values.includes(code))
    if (exit === undefined) continue
    if (action !== 'FailJob') return undefined
    const { namespace, name } = pod.metadata
    return `Container ${exit.name} for pod ${namespace}/${name} failed with exit code ${exit.code} matching FailJob rule at index ${at}`
  }
  return undefined
}

function exits({ status }: KubeObject) {
  const { containerStatuses = [] } = (status ?? {}) as { readonly containerStatuses?: readonly ContainerStatus[] }
  return containerStatuses.map(({ name, state }) => ({ name, code: state.terminated?.exitCode ?? 0 }))
}

interface ContainerStatus {
  readonly name: string
  readonly state: { readonly terminated?: { readonly exitCode: number } }
}
