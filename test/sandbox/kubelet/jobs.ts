import { mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Objects } from '../kubernetes/objects.ts'
import { stockImages } from './image.ts'
import { startJobController } from './job-controller.ts'
import { atLast } from './last-rites.ts'
import { startNode } from './node.ts'
import { type NodeSize, startScheduler } from './scheduler.ts'
import type { TokenIssuer } from './volumes.ts'

export interface JobsOptions {
  readonly objects: Objects
  /** Those that can be had; a pod with another stays in ErrImagePull. Default: the stock ones that this machine can run. */
  readonly images?: readonly string[]
  /** What the one node has room for; nothing keeps a container to it. Default: 8 CPUs and 32 GiB. */
  readonly node?: NodeSize
  /** Of projected volumes: a token of the pod's ServiceAccount. Default: there is none, and such pods don't start. */
  readonly token?: TokenIssuer
}

/** Jobs whose pods are processes of this machine; dispose it to end them all at once and remove their files. */
export interface RunningJobs extends AsyncDisposable {
  /** What a container has written; undefined: it has not begun. For the API server's `pods/log`. */
  log(namespace: string, pod: string, container: string): Promise<string | undefined>
}

const NODE: NodeSize = { cpuMillis: 8000, memoryBytes: 32 * 1024 ** 3 }

/** Starts the controller of Jobs, the scheduler and the node of the sandbox's cluster. */
export async function startJobs(options: JobsOptions): Promise<RunningJobs> {
  const { objects, images = stockImages(), node: size = NODE, token = noToken } = options
  const folder = mkdtempSync(join(tmpdir(), 'perf-action-sandbox-'))
  const lastRite = atLast(() => rmSync(folder, { recursive: true, force: true }))
  const node = startNode({ objects, images, token, folder })
  const scheduler = startScheduler(objects, size)
  const controller = startJobController(objects)
  return {
    log: node.log,
    async [Symbol.asyncDispose]() {
      controller[Symbol.dispose]()
      scheduler[Symbol.dispose]()
      await node[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
      lastRite[Symbol.dispose]()
    },
  }
}

async function noToken(): Promise<never> {
  throw new Error('nobody issues tokens here')
}
