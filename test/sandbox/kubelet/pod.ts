import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { V1Container, V1PodSpec } from '@kubernetes/client-node'
import type { KubeObject } from '../kubernetes/object.ts'
import { type Container, createContainer } from './container.ts'
import { environmentOf, expanded } from './environment.ts'
import { warn } from './events.ts'
import { isSidecar, podStatus } from './pod-status.ts'
import { startProgram } from './program.ts'
import { layVolumes, locate, type VolumeSources } from './volumes.ts'

export interface PodOptions extends VolumeSources {
  readonly pod: KubeObject
  /** Of its own, empty. */
  readonly folder: string
  readonly images: readonly string[]
}

/** A pod that runs, or tries to, on the sandbox's node. */
export interface RunningPod {
  /** undefined: the container has not begun. */
  log(container: string): Promise<string | undefined>
  /** TERM to its containers, then to its sidecars, and KILL to whatever is there after the grace. Resolves when all is over. */
  end(graceSeconds: number): Promise<void>
}

/** Runs a pod to its end; its status tells of it. */
export function runPod(options: PodOptions): RunningPod {
  const { pod, folder, objects } = options
  const { initContainers = [], containers: main, terminationGracePeriodSeconds = 30 } = pod['spec'] as V1PodSpec
  const ending = new AbortController()
  let endBy = Number.POSITIVE_INFINITY
  const report = (over = false) => {
    if (objects.get('Pod', pod.metadata)?.metadata.uid !== pod.metadata.uid) return // deleted meanwhile
    objects.patch('Pod', pod.metadata, { status: podStatus(containers, over) })
  }
  const containers = [...initContainers, ...main].map((spec) =>
    createContainer({
      ...{ spec, images: options.images, ending: ending.signal, changed: report },
      start: () => startProgram(programOf(pod, spec, folder)),
      warn: (warning) => warn(pod, warning, objects),
    }),
  )
  const [sidecars, others] = [containers.filter(isSidecar), containers.filter((one) => !isSidecar(one))]

  const start = async () => {
    try {
      await layVolumes(pod, join(folder, 'volumes'), options)
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown)
      warn(pod, { reason: 'FailedMount', message }, objects)
      await aborted(ending.signal) // until then it stays Pending, as in a cluster
    }
    for (const sidecar of sidecars) await sidecar.start()
    await Promise.all(others.map((one) => one.start()))
  }
  const life = async () => {
    await start()
    await Promise.all(others.map(({ ended }) => ended))
    endBy = Math.min(endBy, Date.now() + terminationGracePeriodSeconds * 1000)
    await stopAll(sidecars, endBy)
    report(true)
  }
  const over = life()
  return {
    log: (container) => readFile(logOf(folder, container), 'utf8').catch(() => undefined),
    async end(graceSeconds) {
      endBy = Date.now() + graceSeconds * 1000
      ending.abort()
      await stopAll(others, endBy)
      await stopAll(sidecars, endBy)
      await over
    },
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}

async function stopAll(containers: readonly Container[], endBy: number): Promise<void> {
  await Promise.all(containers.map((one) => one.stop(endBy - Date.now())))
}

const logOf = (folder: string, container: string) => join(folder, `${container}.log`)

function programOf(pod: KubeObject, container: V1Container, folder: string) {
  const located = locate(container, join(folder, 'volumes'))
  const env = environmentOf(pod, container, located)
  const own = join(folder, container.name) // what would be the container's own file system
  mkdirSync(own, { recursive: true })
  const command = [...(container.command ?? []), ...(container.args ?? [])]
  return {
    command: command.map((word) => located(expanded(word, env))),
    env: { HOME: own, ...env },
    folder: own,
    log: logOf(folder, container.name),
  }
}
