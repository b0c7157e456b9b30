import type { JobState, PodEvent, PodState } from '../core/job.ts'
import { waitsFor } from '../core/job-decision.ts'
import { podEnd } from '../core/pod-end.ts'
import { clean } from './clean.ts'

/** What changed of the pods between two moments, a line for all pods of which the same is to say. */
export function podLines(before: JobState | undefined, after: JobState): readonly string[] {
  const earlier = new Map(before?.pods.map((pod) => [pod.name, say(pod)]))
  const changed = after.pods.filter((pod) => earlier.get(pod.name) !== say(pod))
  const indexes = Map.groupBy(changed, say)
  return [...indexes].map(([said, pods]) => `${who(pods)}: ${said}`)
}

/** The states of containers say the same. */
const SAID_BY_STATE = new Set(['Failed', 'BackOff'])

/** The warnings of pods that wait: each said once for all pods, and not again if it was told before. */
export function eventLines(events: readonly PodEvent[], told: ReadonlySet<string>): readonly string[] {
  const warnings = events.filter(({ type, reason }) => type === 'Warning' && !SAID_BY_STATE.has(reason))
  const lines = warnings.map(({ reason, message }) => clean(`${reason}: ${message}`))
  return [...new Set(lines)].filter((line) => !told.has(line))
}

const PASSING = /^(ContainerCreating|PodInitializing)\b/

function say(pod: PodState): string {
  if (pod.phase === 'Failed') return clean(`failed: ${podEnd(pod) ?? ''}`)
  const waits = waitsFor(pod)
  const why = waits === undefined || PASSING.test(waits) || pod.phase === 'Succeeded' ? '' : `: ${waits}`
  return clean(`${pod.phase.toLowerCase()}${why}`)
}

function who(pods: readonly PodState[]): string {
  const indexes = pods.map(({ index }) => index)
  if (indexes.length > 8) return `${indexes.length} pods`
  return `${indexes.length === 1 ? 'pod' : 'pods'} ${indexes.join(', ')}`
}
