import type { Objects } from '../kubernetes/objects.ts'

export interface JobsOptions {
  readonly objects: Objects
  /** The images that can be had; others end in ErrImagePull. Default: the stock ones that this machine can run. */
  readonly images?: readonly string[]
  /** What the one node has room for. */
  readonly node?: NodeSize
  /** Of a projected volume: a token of the pod's ServiceAccount. */
  readonly token?: (asked: TokenRequest) => Promise<string>
}

export interface NodeSize {
  readonly cpuMillis: number
  readonly memoryBytes: number
}

export interface TokenRequest {
  readonly namespace: string
  readonly serviceAccount: string
  readonly pod: string
  readonly audience: string
  readonly seconds: number
}

/** The controller of Jobs, a scheduler and one node; dispose it to end every process that it has started. */
export interface RunningJobs extends AsyncDisposable {
  /** What a container has written; undefined: it has not begun. For the API server. */
  log(namespace: string, pod: string, container: string): Promise<string | undefined>
}

export async function startJobs(_options: JobsOptions): Promise<RunningJobs> {
  throw new Error('being built')
}
