import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { PerfError, reason } from '../../core/error.ts'
import type { JobState } from '../../core/job.ts'
import type { ManifestFile } from '../../core/manifest/folder.ts'
import type { Clock, Flux, Jobs, Manifests } from '../../ports.ts'
import { type JobFile, readJobFile } from './job-file.ts'
import { type LocalPod, startPod } from './pod.ts'

/** What stands in for Flux and Kubernetes on one machine: a commit starts the pods' programs, a withdrawal ends them. */
export interface LocalCluster {
  readonly manifests: Manifests
  readonly flux: Flux
  readonly jobs: Jobs
  /** Ends whatever still runs and removes what was laid down for it. */
  close(): Promise<void>
}

export interface LocalClusterOptions {
  /** The directory store that the agents write to. */
  readonly storeDir: string
  readonly env: NodeJS.ProcessEnv
  readonly clock: Clock
}

interface LocalJob {
  readonly file: JobFile
  readonly folder: string
  readonly pods: readonly LocalPod[]
}

const POLL_MS = 200

export function createLocalCluster({ storeDir, env, clock }: LocalClusterOptions): LocalCluster {
  const running = new Map<string, LocalJob>()
  const onExit = () => {
    for (const job of running.values()) sweep(job)
  }
  process.on('exit', onExit) // however this process ends, short of SIGKILL; the agents then see that it is gone
  const end = async (name: string) => {
    const job = running.get(name)
    if (job === undefined) return false
    await Promise.all(job.pods.map((pod) => pod.end()))
    running.delete(name)
    sweep(job)
    return true
  }
  return {
    flux: FLUX,
    jobs: jobsOf(running, clock),
    manifests: {
      async commit(name, files) {
        const job = await start(files, { storeDir, env })
        running.set(name, job)
        return { sha: NO_COMMIT }
      },
      withdraw: async (name) => ((await end(name)) ? { sha: NO_COMMIT } : undefined),
      compare: async () => 'contains',
    },
    async close() {
      await Promise.all([...running.keys()].map(end))
      process.off('exit', onExit)
    },
  }
}

/** Read by people: where a report names the commit in the Flux repository. */
const NO_COMMIT = 'none, a local run'

const OBJECT = { suspended: false, conditions: [] }
const FLUX: Flux = {
  source: async () => ({ ...OBJECT, name: 'local/source', url: '' }),
  kustomization: async () => ({ ...OBJECT, name: 'local/kustomization', path: '', source: 'local/source' }),
  request: async () => undefined,
}

async function start(files: readonly ManifestFile[], about: Omit<LocalClusterOptions, 'clock'>): Promise<LocalJob> {
  const file = readJobFile(files)
  if (file.generator.command[0] === 'sh' && !isOnPath('jmeter', about.env['PATH'] ?? '')) throw noJMeter()
  const folder = mkdtempSync(join(tmpdir(), 'perf-action-'))
  try {
    const laid = join(folder, 'files')
    await mkdir(laid)
    for (const { path, content } of files) await writeFile(join(laid, path), content)
    const pods = Array.from({ length: file.pods }, (_, index) =>
      startPod(file, { ...about, index, files: laid, folder: join(folder, `pod-${index}`) }),
    )
    return { file, folder, pods }
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw new PerfError('JOB', `the load generators could not be started: ${reason(cause)}`, {
      hint: `they need a temporary folder that may be written to, here ${tmpdir()}`,
      cause,
    })
  }
}

function isOnPath(program: string, path: string): boolean {
  return path.split(delimiter).some((folder) => existsSync(join(folder, program)))
}

function noJMeter(): PerfError {
  return new PerfError('JOB', 'the test is for JMeter, and there is no `jmeter` on PATH', {
    hint: 'install Apache JMeter and put its bin folder on PATH, or test with `generator: http`',
  })
}

/** At once, and without waiting. */
function sweep({ pods, folder }: LocalJob): void {
  for (const pod of pods) pod.kill()
  rmSync(folder, { recursive: true, force: true })
}

function jobsOf(running: ReadonlyMap<string, LocalJob>, clock: Clock): Jobs {
  const get = async (name: string) => {
    const job = running.get(name)
    return job && stateOf(job)
  }
  return {
    get,
    async *follow(name, signal) {
      let told = ''
      for (;;) {
        const state = (await get(name)) ?? { name, state: 'gone' as const, pods: [] }
        const seen = JSON.stringify(state)
        if (seen !== told) yield state
        told = seen
        if (state.state !== 'running') return
        await clock.sleep(POLL_MS, signal)
      }
    },
    events: async () => [],
    logs: async (pod, container, lines) => {
      const pods = [...running.values()].flatMap((job) => job.pods)
      return pods.find((one) => one.state().name === pod)?.logs(container, lines) ?? []
    },
  }
}

function stateOf({ file, pods }: LocalJob): JobState {
  const states = pods.map((pod) => pod.state())
  const over = states.every(({ phase }) => phase !== 'Running')
  const failed = states.filter(({ phase }) => phase === 'Failed').length
  return {
    name: file.name,
    state: !over ? 'running' : failed > 0 ? 'failed' : 'complete',
    ...(over && failed > 0 ? { reason: 'FailedIndexes', message: `${failed} of ${pods.length} pods failed` } : {}),
    run: file.name,
    digest: file.digest,
    pods: states,
  }
}
