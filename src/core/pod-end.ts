import type { ContainerState, PodState } from './job.ts'
import { EXIT } from './manifest/job.ts'

const EXITS: Readonly<Record<number, string>> = {
  [EXIT.claimLost]:
    'another pod has claimed this index before, so this one made no load: the pod was started a second time',
  [EXIT.barrierTimeout]:
    'not every pod was ready in time: one of them started late or not at all (capacity, image, bucket)',
  [EXIT.badSpec]: 'the plan or the spec in the pod is missing or not what was rendered',
  [EXIT.storeUnreachable]:
    'the bucket can not be reached or refuses: see the role of the service account perf-runner (infra/iam) and the network of the pods',
}

const DISRUPTIONS: Readonly<Record<string, string>> = {
  Evicted: 'the node was short of a resource',
  EvictionByEvictionAPI: 'something drained its node',
  PreemptionByScheduler: 'a pod of a higher priority took its place',
  DeletionByTaintManager: 'its node was tainted',
  TerminationByKubelet: 'its node ended it',
  NodeShutdown: 'its node was shut down',
}

/** Why a pod failed, by its container; undefined for one that did not. */
export function podEnd(pod: PodState): string | undefined {
  const fell = pod.containers.find(({ lastReason, name }) => lastReason === 'OOMKilled' && name === 'agent')
  if (fell !== undefined) return outOfMemory(fell)
  return pod.phase === 'Failed' ? cause(pod) : undefined
}

function cause({ reason, message, containers }: PodState): string {
  const oom = containers.find((container) => container.reason === 'OOMKilled')
  if (oom !== undefined) return outOfMemory(oom)
  for (const { name, exit } of containers) {
    if (exit !== undefined && exit in EXITS) return `${name} ended with ${exit}: ${EXITS[exit]}`
  }
  if (reason !== undefined) return `${DISRUPTIONS[reason] ?? 'it was ended'} (${told(reason, message)})`
  const failed = containers.find(({ exit = 0 }) => exit !== 0)
  if (failed === undefined) return 'it failed without a reason'
  return `${failed.name} ended with ${failed.exit} (${told(failed.reason, failed.message)})`
}

function told(reason = 'no reason', message?: string): string {
  return message === undefined ? reason : `${reason}: ${message}`
}

function outOfMemory({ name, memoryLimit }: ContainerState): string {
  const limit = memoryLimit === undefined ? '' : ` of ${memoryLimit}`
  const remedy =
    name === 'agent' ? 'this is a defect of perf-action' : 'give the test more memory (size.memory) or more pods'
  return `${name} was killed for using more than its memory limit${limit} (OOMKilled): ${remedy}`
}
