import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ContainerState, PodState } from '../../core/job.ts'
import type { JobContainer, JobFile } from './job-file.ts'
import { type LocalProcess, startProcess } from './process.ts'

/** A generator and its agent as two processes of this machine. */
export interface LocalPod {
  state(): PodState
  /** The last lines of what one of the two wrote. */
  logs(container: string, lines: number): readonly string[]
  readonly ended: Promise<void>
  /** Gracefully, then by force; resolves when nothing of it runs. */
  end(): Promise<void>
  /** By force, at once. */
  kill(): void
}

export interface PodPlace {
  readonly index: number
  /** The run's folder, as it was committed: spec, plan and programs. */
  readonly files: string
  /** A folder of this pod's own. */
  readonly folder: string
  readonly storeDir: string
  readonly env: NodeJS.ProcessEnv
}

/** More than the agent needs to bring what it has to a directory. */
const GRACE_MS = 5_000

/** Starts a pod of the Job: the agent first, as Kubernetes does, and the agent's end after the generator's. */
export function startPod(job: JobFile, { index, files, folder, storeDir, env }: PodPlace): LocalPod {
  const work = join(folder, 'work')
  mkdirSync(work, { recursive: true })
  const name = `${job.name}-${index}`
  const own = {
    JOB_COMPLETION_INDEX: String(index),
    POD_NAME: name,
    POD_UID: randomUUID(),
    PERF_WORK_DIR: work,
    PERF_SPEC_DIR: files,
    PERF_STORE_DIR: storeDir,
    PERF_GRACE_SECONDS: String((2 * GRACE_MS) / 1000), // the agent takes half of it for itself
  }
  const start = (container: JobContainer, tied: boolean) =>
    startProcess({
      command: container.command.map((word) => localWord(word, files)),
      env: { ...env, ...container.env, ...own },
      cwd: folder,
      log: join(folder, `${container.name}.log`),
      tied,
    })
  const agent = start(job.agent, true)
  const generator = start(job.generator, false)
  const ended = Promise.race([generator.ended, agent.ended.then(() => generator.end(GRACE_MS))])
    .then(() => agent.end(2 * GRACE_MS))
    .then(() => undefined)
  return {
    ended,
    state: () => stateOf({ name, index }, { agent, generator }),
    logs: (container, lines) => lastLines(join(folder, `${container}.log`), lines),
    async end() {
      await agent.end(2 * GRACE_MS) // it stops the generator, and hands on what there is
      await generator.end(GRACE_MS)
    },
    kill() {
      generator.kill()
      agent.kill()
    },
  }
}

/** `node` is ours; what the images have mounted is in the run's folder. */
function localWord(word: string, files: string): string {
  if (word === 'node') return process.execPath
  return word.replace(/^\/(?:agent|spec)\//, `${files}/`)
}

interface Both {
  readonly agent: LocalProcess
  readonly generator: LocalProcess
}

function stateOf(pod: Pick<PodState, 'name' | 'index'>, { agent, generator }: Both): PodState {
  const over = generator.exit !== undefined && agent.exit !== undefined
  const phase = over ? (generator.exit?.code === 0 ? 'Succeeded' : 'Failed') : 'Running'
  return { ...pod, phase, containers: [containerState('generator', generator), containerState('agent', agent)] }
}

function containerState(name: string, { exit }: LocalProcess): ContainerState {
  if (exit === undefined) return { name, state: 'running' }
  const { code, why } = exit
  const reason = code === 0 ? 'Completed' : (why ?? 'Error')
  return { name, state: 'terminated', reason, ...(code === undefined ? {} : { exit: code }) }
}

function lastLines(path: string, lines: number): readonly string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines)
}
