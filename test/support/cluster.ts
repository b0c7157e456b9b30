import { parse } from 'yaml'
import type { FluxKustomization } from '../../src/core/flux.ts'
import type { JobState } from '../../src/core/job.ts'
import type { ManifestFile } from '../../src/core/manifest/folder.ts'
import { keys } from '../../src/core/run.ts'
import type { PodManifest, RunSpec } from '../../src/core/spec.ts'
import type { Clock, Session, Store } from '../../src/ports.ts'
import { manifest, podSamples } from './evidence.ts'

/** What of a cluster is not as it should be. */
export interface ClusterScript {
  /** What the pod of an index leaves behind, of what it was to do; undefined: nothing. */
  readonly pod?: (manifest: PodManifest, spec: RunSpec) => PodManifest | undefined
  /** The Job runs for ever. */
  readonly endless?: boolean
  /** Called when a Job is seen running. */
  readonly running?: () => void
  /** Of the Kustomization while there is a folder. */
  readonly kustomization?: Partial<FluxKustomization>
}

interface Around {
  /** The Flux repository: files by folder, and the commit at its tip. */
  readonly folders: ReadonlyMap<string, readonly ManifestFile[]>
  readonly tip: () => string
  readonly store: Store
  readonly clock: Clock
}

/** Flux that makes a Job of each folder as soon as it is asked to, and Jobs whose pods need half a minute. */
export function memoryCluster(script: ClusterScript, { folders, tip, store, clock }: Around) {
  const running = new Map<string, JobState>()
  const object = { suspended: false, conditions: [], name: 'flux-system/runs' }
  let handledAt = ''
  const text = (folder: string, name: string) =>
    String(folders.get(folder)?.find(({ path }) => path === name)?.content ?? '')

  const apply = () => {
    for (const name of running.keys()) if (!folders.has(name)) running.delete(name)
    for (const name of folders.keys()) {
      const digest: string = parse(text(name, 'job.yaml')).metadata.annotations['perf-action/spec-digest']
      running.set(name, { name, state: 'running', digest, pods: [] })
    }
  }
  const finish = async (name: string) => {
    const spec: RunSpec = JSON.parse(text(name, 'spec.json'))
    const at = keys({ prefix: spec.prefix, id: name, test: { name: spec.test } })
    for (let index = 0; index < spec.pods; index++) {
      const whole = manifest(index, podSamples(index, { seconds: 60 }), { run: name })
      const left = script.pod ? script.pod(whole, spec) : whole
      if (left) await store.put(at.manifest(index), JSON.stringify(left), 'application/json')
    }
    running.set(name, { ...running.get(name)!, state: 'complete' })
  }

  const flux: Session['flux'] = {
    source: async () => ({ ...object, url: 'https://git.example/runs', artifact: tip(), handledAt }),
    kustomization: async () => ({
      ...{ ...object, path: 'runs', source: object.name },
      ...(folders.size > 0 ? script.kustomization : {}),
    }),
    request: async (what, at) => {
      if (what === 'source') handledAt = at
      else apply()
    },
  }
  const jobs: Session['jobs'] = {
    get: async (name) => running.get(name),
    async *follow(name, signal) {
      for (;;) {
        yield running.get(name)!
        script.running?.()
        await clock.sleep(30_000, signal)
        if (!script.endless) await finish(name)
      }
    },
    events: async () => [],
    logs: async () => [],
  }
  return { flux, jobs, running }
}
