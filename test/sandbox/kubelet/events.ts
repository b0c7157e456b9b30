import { randomBytes } from 'node:crypto'
import type { KubeObject } from '../kubernetes/object.ts'
import type { Objects } from '../kubernetes/objects.ts'
import { kubeTime } from '../kubernetes/time.ts'

export interface Warning {
  readonly reason: string
  readonly message: string
}

/** Records a Warning about an object; the same once more is counted. (Events of type Normal nobody reads here.) */
export function warn(about: KubeObject, { reason, message }: Warning, objects: Objects): void {
  const { apiVersion, kind, metadata } = about
  const { namespace = '', name, uid } = metadata
  const lastTimestamp = kubeTime()
  const same = objects
    .list('Event', { namespace })
    .find((event) => event['message'] === message && (event['involvedObject'] as { uid: string }).uid === uid)
  if (same !== undefined) {
    const count = (same['count'] as number) + 1
    objects.patch('Event', same.metadata, { count, lastTimestamp })
    return
  }
  objects.create({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace, name: `${name}.${randomBytes(8).toString('hex')}` },
    involvedObject: { apiVersion, kind, namespace, name, uid },
    ...{ type: 'Warning', reason, message, count: 1, firstTimestamp: lastTimestamp, lastTimestamp },
  })
}
