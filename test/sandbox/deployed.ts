import { createHash } from 'node:crypto'
import type { Deployment } from '../world/shop/shop.ts'
import type { Manifest } from './kubernetes/object.ts'

/** The namespace of the shops, as far as the sandbox's API server knows of them. */
export const SHOPS = 'shop'

/** What Kubernetes says of a shop: it is a process of this machine, and its image is named after its revision. */
export function podOf({ name, revision }: Deployment): Manifest {
  const imageID = `docker.io/org/shop@sha256:${createHash('sha256').update(revision).digest('hex')}`
  const running = { name: 'shop', image: `org/shop:${revision}`, imageID, ready: true, state: { running: {} } }
  return {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { namespace: SHOPS, name, labels: { app: name } } },
    spec: { nodeName: 'elsewhere', containers: [{ name: 'shop', image: `org/shop:${revision}` }] },
    status: { phase: 'Running', containerStatuses: [running] },
  }
}
