import type { Objects } from '../kubernetes/objects.ts'
import { scratchFolder } from '../scratch.ts'
import { stockImages } from './image.ts'
import { startJobController } from './job-controller.ts'
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
  await using parts = new AsyncDisposableStack()
  const { path: folder } = parts.use(scratchFolder('pods'))
  const node = parts.use(startNode({ objects, images, token, folder }))
  parts.use(startScheduler(objects, size))
  parts.use(startJobController(objects))
  const all = parts.move()
  return { log: node.log, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

async function noToken(): Promise<never> {
  throw new Error('nobody issues tokens here')
}
