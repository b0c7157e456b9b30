import { reason } from '../core/error.ts'
import type { JobState } from '../core/job.ts'
import type { PodManifest } from '../core/spec.ts'
import type { Jobs, Log } from '../ports.ts'

interface Ended {
  readonly state: JobState
  /** By index; undefined: that pod left no manifest. */
  readonly manifests: readonly (PodManifest | undefined)[]
}

const PODS = 3 // what one pod says of a fault, the others say too
const LINES = 20

/** The last lines of the containers of pods that left no manifest: with the pods they would be gone. */
export async function lastWords(
  { state, manifests }: Ended,
  { jobs, log }: { readonly jobs: Jobs; readonly log: Log },
): Promise<void> {
  const silent = state.pods.filter(({ index }) => index in manifests && manifests[index] === undefined)
  for (const { name, containers } of silent.slice(0, PODS)) {
    for (const container of containers) {
      const lines = await jobs.logs(name, container.name, LINES).catch((thrown) => [`(no log: ${reason(thrown)})`])
      for (const line of lines) log.info(`${name} ${container.name}: ${line}`)
    }
  }
}
