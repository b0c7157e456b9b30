import type { V1Pod } from '@kubernetes/client-node'
import { PerfError } from '../../core/error.ts'
import type { RunningContainer } from '../../core/revision-source.ts'
import type { Workloads } from '../../ports.ts'
import type { TypedApis } from './typed.ts'

/** The pods of the systems under test, wherever they are. */
export function workloadsOf({ core }: Pick<TypedApis, 'core'>): Workloads {
  return {
    async containers(namespace, labelSelector) {
      try {
        const { items } = await core.listNamespacedPod({ namespace, labelSelector })
        return items.flatMap(running)
      } catch (thrown) {
        if (!(thrown instanceof PerfError) || thrown.code !== 'FORBIDDEN') throw thrown
        throw new PerfError('FORBIDDEN', `which image a target runs can't be seen: ${thrown.message}`, {
          hint: `give the group perf-action the right to list pods in ${namespace}: infra/rbac-target.yaml`,
          cause: thrown,
        })
      }
    },
  }
}

/** One that is told to end serves nobody any more. */
function running({ metadata, status }: V1Pod): readonly RunningContainer[] {
  if (metadata?.deletionTimestamp !== undefined) return []
  return (status?.containerStatuses ?? [])
    .filter(({ state }) => state?.running !== undefined)
    .map(({ name, imageID }) => ({ pod: metadata?.name ?? '', container: name, imageId: imageID }))
}
