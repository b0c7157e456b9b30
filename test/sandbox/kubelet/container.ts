import { setTimeout as sleep } from 'node:timers/promises'
import type { V1Container } from '@kubernetes/client-node'
import { kubeTime } from '../kubernetes/time.ts'
import type { Warning } from './events.ts'
import { pullFailure } from './image.ts'
import type { Exit, Program } from './program.ts'

/** As in a pod's status. */
export type ContainerState =
  | { readonly waiting: { readonly reason: string; readonly message?: string } }
  | { readonly running: { readonly startedAt: string } }
  | { readonly terminated: Exit & { readonly startedAt: string; readonly finishedAt: string } }

export interface ContainerOptions {
  readonly spec: V1Container
  readonly images: readonly string[]
  readonly start: () => Program
  /** Called after each change of its state. */
  readonly changed: () => void
  readonly warn: (warning: Warning) => void
  /** Aborted when the pod is to end: nothing starts any more. */
  readonly ending: AbortSignal
}

export interface Container {
  readonly spec: V1Container
  readonly state: ContainerState
  readonly restarts: number
  /** Resolves when it runs, or never will. */
  start(): Promise<void>
  /** Resolves when it has ended for good, or has never begun. */
  readonly ended: Promise<void>
  /** TERM, and KILL after so many ms; resolves when it has ended. */
  stop(graceMs: number): Promise<void>
}

const PULL_BACKOFF_MS = 10_000
const RESTART_BACKOFF_MS = 10_000
const LONGEST_BACKOFF_MS = 300_000

/** A container of a pod on the sandbox's node. One with `restartPolicy: Always`, a sidecar, is started whenever it ends. */
export function createContainer({ spec, images, start, changed, warn, ending }: ContainerOptions): Container {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  let state: ContainerState = { waiting: { reason: 'PodInitializing' } }
  let restarts = 0
  let stopping = false
  let program: Program | undefined
  const become = (next: ContainerState) => {
    state = next
    changed()
  }
  const pause = (ms: number) => sleep(ms, undefined, { signal: ending, ref: false }).catch(() => undefined)

  const pull = async () => {
    const { image = '' } = spec
    for (
      let ms = PULL_BACKOFF_MS;
      !images.includes(image) && !ending.aborted;
      ms = Math.min(2 * ms, LONGEST_BACKOFF_MS)
    ) {
      const failure = pullFailure(image)
      warn({ reason: 'Failed', message: `Failed to pull image "${image}": ${failure}` })
      warn({ reason: 'Failed', message: 'Error: ErrImagePull' })
      become({ waiting: { reason: 'ErrImagePull', message: failure } })
      await pause(ms / 10)
      warn({ reason: 'Failed', message: 'Error: ImagePullBackOff' })
      const message = `Back-off pulling image "${image}": ErrImagePull: ${failure}`
      become({ waiting: { reason: 'ImagePullBackOff', message } })
      await pause(ms)
    }
  }
  const run = async () => {
    const startedAt = kubeTime()
    program = start()
    become({ running: { startedAt } })
    const exit = await program.ended
    become({ terminated: { ...exit, startedAt, finishedAt: kubeTime() } })
  }
  const keepRunning = async () => {
    await run()
    while (spec.restartPolicy === 'Always' && !stopping && !ending.aborted) {
      if (restarts > 0) await pause(Math.min(RESTART_BACKOFF_MS * 2 ** (restarts - 1), LONGEST_BACKOFF_MS))
      if (stopping || ending.aborted) break
      restarts++
      await run()
    }
    end()
  }
  return {
    spec,
    ended,
    get state() {
      return state
    },
    get restarts() {
      return restarts
    },
    async start() {
      await pull()
      if (ending.aborted) return end()
      void keepRunning()
    },
    async stop(graceMs) {
      stopping = true
      if (program === undefined) return
      program.terminate()
      const timer = setTimeout(program.kill, Math.max(0, graceMs))
      await program.ended
      clearTimeout(timer)
    },
  }
}
