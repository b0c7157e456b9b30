import { PerfError } from './error.ts'
import type { JobState, PodEvent, PodState } from './job.ts'
import { podEnd } from './pod-end.ts'

/** How long a pod may be kept from its start, in ms since it was made. */
export interface StartLimits {
  /** Until all its containers run. */
  readonly pendingMs: number
  /** While its image can't be pulled, or its container can't be made, for a reason that may pass. */
  readonly retriedMs: number
}

export const START_LIMITS: StartLimits = { pendingMs: 10 * 60_000, retriedMs: 60_000 }

export type JobDecision =
  | { readonly state: 'going'; readonly phase: string }
  /** The Job is over; reasons say why it failed, the likely cause first, empty when it did not. */
  | { readonly state: 'ended'; readonly ok: boolean; readonly reasons: readonly string[] }
  /** Nothing will come of it, though Kubernetes still waits. */
  | { readonly state: 'hopeless'; readonly error: PerfError }

export interface JobView {
  readonly job: JobState
  /** Oldest first. */
  readonly events: readonly PodEvent[]
  readonly now: number
  readonly limits?: StartLimits
}

/** Whether a Job still has a chance, and what became of it. */
export function decideJob({ job, events, now, limits = START_LIMITS }: JobView): JobDecision {
  if (job.state === 'complete') return { state: 'ended', ok: true, reasons: [] }
  if (job.state === 'failed') return { state: 'ended', ok: false, reasons: failure(job) }
  if (job.state === 'gone') return { state: 'hopeless', error: deleted(job) }
  for (const pod of job.pods) {
    const error = isOver(pod)
      ? undefined
      : (stuckContainer(pod, now, limits) ?? neverStarted({ pod, events, now, limits }))
    if (error !== undefined) return { state: 'hopeless', error }
  }
  return { state: 'going', phase: phaseOf(job) }
}

function isOver({ phase }: PodState): boolean {
  return phase === 'Succeeded' || phase === 'Failed'
}

/** What the image's registry or the pod's spec will not let happen, however often it is tried. */
const FINAL =
  /not found|manifest unknown|does not exist|denied|forbidden|unauthorized|invalid reference|couldn't parse|no such host/i
const AT_ONCE = new Set(['InvalidImageName', 'ErrImageNeverPull'])
const IMAGE = new Set(['ErrImagePull', 'ImagePullBackOff', 'RegistryUnavailable', 'ImageInspectError', ...AT_ONCE])
const CONTAINER = new Set(['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError'])

function stuckContainer(pod: PodState, now: number, limits: StartLimits): PerfError | undefined {
  const waited = now - (pod.createdAt ?? now)
  for (const container of pod.containers) {
    const { name, state, reason = '', message = '', image } = container
    if (state !== 'waiting') continue
    const told = `${reason}${message && `: ${message}`}`
    if (IMAGE.has(reason) && (AT_ONCE.has(reason) || FINAL.test(message) || waited >= limits.retriedMs)) {
      return new PerfError(
        'JOB',
        `the image ${image ?? 'of the container'} of ${name} in the pod ${pod.name} can't be had: ${told}`,
        {
          hint: 'see the name and tag of the image in perf.yaml (image), and that the nodes may pull it',
        },
      )
    }
    if (CONTAINER.has(reason) && waited >= limits.retriedMs) {
      return new PerfError('JOB', `the container ${name} of the pod ${pod.name} can't be made: ${told}`, {
        hint: 'the message names what is missing or refused in the namespace',
      })
    }
  }
  return undefined
}

function neverStarted({
  pod,
  events,
  now,
  limits,
}: {
  pod: PodState
  events: readonly PodEvent[]
  now: number
  limits: StartLimits
}) {
  if (pod.phase !== 'Pending' || now - (pod.createdAt ?? now) < limits.pendingMs) return undefined
  const reasons = keptBy(pod, events)
  const minutes = Math.round(limits.pendingMs / 60_000)
  return new PerfError(
    'JOB',
    `the pod ${pod.name} has not started within ${minutes} minutes. ${reasons.join('; ') || 'There are no events of it'}`,
    {
      hint:
        pod.node === undefined
          ? 'no node takes the pod: see that a Fargate profile selects the namespace and its subnets have addresses, or that nodes have room for size and pods'
          : `the node ${pod.node} can't start it: see the volumes and the network of the namespace`,
    },
  )
}

/** What keeps a pod from its start: its own condition, and its last warnings. */
function keptBy(pod: PodState, events: readonly PodEvent[]): readonly string[] {
  const told = events.filter(({ object, type }) => object === `Pod/${pod.name}` && type === 'Warning').slice(-3)
  const why = told.map(({ reason, message, count }) => `${reason}${count > 1 ? ` (${count} times)` : ''}: ${message}`)
  const own = [pod.reason, pod.message].filter(Boolean).join(': ')
  return [...(own === '' ? [] : [own]), ...why]
}

/** What a Job still waits for, to be said when the time is over; undefined when all its pods have started. */
export function stillWaits({ pods }: JobState, events: readonly PodEvent[]): string | undefined {
  const pending = pods.find(({ phase }) => phase === 'Pending')
  if (pending === undefined) return undefined
  return `the pod ${pending.name} has not started: ${keptBy(pending, events).join('; ') || (waitsFor(pending) ?? 'there are no events of it')}`
}

function deleted({ name }: JobState): PerfError {
  return new PerfError('JOB', `the Job ${name} was deleted while it ran`, {
    hint: 'its folder was removed from the Flux repository, or somebody deleted the Job (Flux then makes it anew, and the claim in the bucket keeps it from loading twice); start the workflow again',
  })
}

function failure(job: JobState): readonly string[] {
  const pods = job.pods.flatMap((pod) => {
    const why = podEnd(pod)
    return why === undefined ? [] : [`pod ${pod.index} (${pod.name}): ${why}`]
  })
  const own = [job.reason, job.message].filter(Boolean).join(': ')
  const deadline = job.reason === 'DeadlineExceeded'
  const told = deadline
    ? `the Job ran into its deadline (${own}): its pods started late or the load hung`
    : `the Job failed: ${own}`
  return deadline ? [told, ...pods] : [...pods, told]
}

function phaseOf({ pods }: JobState): string {
  if (pods.length === 0) return 'no pods yet'
  const is = (phase: PodState['phase']) => pods.filter((pod) => pod.phase === phase).length
  const parts = [
    [is('Pending'), 'pending'],
    [is('Running'), 'running'],
    [is('Succeeded'), 'done'],
    [is('Failed'), 'failed'],
  ] as const
  return `pods: ${parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ')}`
}

/** Why a pod or container waits, for the log; undefined where it does not. The two words for a failed pull are one. */
export function waitsFor(pod: PodState): string | undefined {
  const stuck = pod.containers.find(({ state, reason }) => state === 'waiting' && reason !== 'PodInitializing')
  const [reason, message] = stuck?.reason === undefined ? [pod.reason, pod.message] : [stuck.reason, stuck.message]
  if (reason === undefined) return undefined
  const told = `${reason}${message === undefined ? '' : `: ${message}`}`
  return told.replace(/^ImagePullBackOff: Back-off pulling image "[^"]*": (?=ErrImagePull)/, '')
}
