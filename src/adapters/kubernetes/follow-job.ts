import type { V1Job, V1Pod } from '@kubernetes/client-node'
import type { JobState } from '../../core/job.ts'
import type { Clock } from '../../ports.ts'
import { jobState } from './job-shape.ts'
import type { WatchEvent } from './watch.ts'

export interface Listed {
  readonly job: V1Job | undefined
  readonly pods: readonly V1Pod[]
  readonly jobVersion: string
  readonly podsVersion: string
}

export type Change =
  | { readonly kind: 'job'; readonly event: WatchEvent<V1Job> }
  | { readonly kind: 'pod'; readonly event: WatchEvent<V1Pod> }

interface Needs {
  list(): Promise<Listed>
  /** What changes after the list; ends after at most 30 s, or at any trouble. */
  changes(listed: Listed, signal: AbortSignal): AsyncGenerator<Change, void>
  readonly clock: Clock
  readonly signal: AbortSignal
}

const SHORT_CYCLE_MS = 5_000
const LONGEST_PAUSE_MS = 10_000

/**
 * A list, then what changes for 30 s, then a list again: whatever a watch loses, the next list has. Where watches end at
 * once, pauses grow.
 */
export async function* followJob(
  name: string,
  { list, changes, clock, signal }: Needs,
): AsyncGenerator<JobState, void> {
  const view = new JobView(name)
  for (let pause = 0; ; ) {
    signal.throwIfAborted()
    const begun = clock.now()
    const listed = await list()
    signal.throwIfAborted()
    view.replace(listed)
    yield view.state()
    if (view.state().state !== 'running') return

    const cycle = new AbortController()
    try {
      for await (const change of changes(listed, AbortSignal.any([signal, cycle.signal]))) {
        if (!view.apply(change)) continue
        const { state } = view.state()
        if (state === 'complete' || state === 'failed') break // a last list: its pods may have ended a moment later
        yield view.state()
        if (state === 'gone') return
      }
    } finally {
      cycle.abort()
    }
    pause = clock.now() - begun < SHORT_CYCLE_MS ? Math.min(Math.max(pause * 2, 250), LONGEST_PAUSE_MS) : 0
    if (pause > 0 && view.state().state === 'running') await clock.sleep(pause, signal)
  }
}

/** What is known of a Job and its pods. A second Job of the same name is not ours: ours is gone then. */
class JobView {
  readonly #name: string
  readonly #pods = new Map<string, V1Pod>()
  #job: V1Job | undefined
  #uid: string | undefined
  #state: JobState | undefined

  constructor(name: string) {
    this.#name = name
  }

  replace({ job, pods }: Listed): void {
    this.#uid ??= job?.metadata?.uid
    this.#job = job?.metadata?.uid === this.#uid ? job : undefined
    this.#pods.clear()
    for (const pod of pods) this.#pods.set(pod.metadata?.name ?? '', pod)
    this.#state = undefined
  }

  /** Whether it changed anything that core would see. */
  apply({ kind, event }: Change): boolean {
    const before = JSON.stringify(this.state())
    const name = event.object.metadata?.name ?? ''
    if (kind === 'job') {
      const ours = event.type !== 'DELETED' && event.object.metadata?.uid === this.#uid
      this.#job = ours ? event.object : undefined
    } else if (event.type === 'DELETED') this.#pods.delete(name)
    else this.#pods.set(name, event.object)
    this.#state = undefined
    return JSON.stringify(this.state()) !== before
  }

  state(): JobState {
    this.#state ??= jobState(this.#name, this.#job, [...this.#pods.values()])
    return this.#state
  }
}
