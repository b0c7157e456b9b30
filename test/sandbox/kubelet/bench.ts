import { NODE_IMAGE } from '../../../src/core/manifest/pod.ts'
import type { KubeObject, Manifest } from '../kubernetes/object.ts'
import { createObjects, type Objects } from '../kubernetes/objects.ts'

/** A cluster with the namespace `perf`. */
export function emptyCluster(): Objects {
  const objects = createObjects()
  objects.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'perf' } })
  return objects
}

export interface SmallJob {
  /** JavaScript of the generator. */
  readonly generator: string
  /** JavaScript of the sidecar beside it; default: it waits for TERM. */
  readonly agent?: string
  readonly spec?: object
  readonly pod?: object
  readonly image?: string
  readonly cpu?: string
  /** Further fields of both containers. */
  readonly container?: object
}

const WAITS = 'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000)'

/** A Job of the shape of ours, whose programs are a line of JavaScript each. */
export function jobOf({
  generator,
  agent = WAITS,
  spec,
  pod,
  image = NODE_IMAGE,
  cpu = '1',
  container,
}: SmallJob): Manifest {
  const one = (name: string, program: string, more: object) => ({
    ...{ name, command: ['node', '-e', program], resources: { requests: { cpu, memory: '64Mi' } } },
    ...container,
    ...more,
  })
  const exits = (action: string, values: readonly number[]) => ({
    action,
    onExitCodes: { containerName: 'generator', operator: 'In', values },
  })
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { namespace: 'perf', name: 'run' },
    spec: {
      ...{ completionMode: 'Indexed', completions: 1, parallelism: 1, backoffLimitPerIndex: 0 },
      podFailurePolicy: { rules: [exits('FailIndex', [75]), exits('FailJob', [76, 77, 78])] },
      ...spec,
      template: {
        metadata: { labels: { app: 'x' } },
        spec: {
          ...{ restartPolicy: 'Never', serviceAccountName: 'perf-runner', terminationGracePeriodSeconds: 20 },
          initContainers: [one('agent', agent, { restartPolicy: 'Always', image: NODE_IMAGE })],
          containers: [one('generator', generator, { image })],
          ...pod,
        },
      },
    },
  }
}

/** The first object of a kind of which this is true, as soon as it is. */
export function objectThat(
  objects: Objects,
  kind: string,
  holds: (object: KubeObject) => boolean,
): Promise<KubeObject> {
  const there = objects.list(kind).find(holds)
  if (there !== undefined) return Promise.resolve(there)
  return new Promise((resolve) => {
    const watching = objects.watch(kind, ({ object }) => {
      if (!holds(object)) return
      watching[Symbol.dispose]()
      resolve(object)
    })
  })
}

interface Conditioned {
  readonly conditions?: readonly { readonly type: string; readonly reason?: string; readonly message?: string }[]
}

export function conditionsOf({ status }: KubeObject): NonNullable<Conditioned['conditions']> {
  return (status as Conditioned | undefined)?.conditions ?? []
}

export function hasEnded(job: KubeObject): boolean {
  return conditionsOf(job).some(({ type }) => type === 'Complete' || type === 'Failed')
}
