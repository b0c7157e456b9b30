import { shopManifests } from '../shop/manifests.ts'
import { DELAYS, type Deployment, type Shop, visitShop } from '../shop/shop.ts'
import { until } from '../until.ts'
import { apply, kubectl } from './rig.ts'

const NAMESPACE = 'shop'

const OWN: Deployment = { name: 'shop', revision: 'dev' }

/** Opens the shop, or finds it open. It stays: deleting a namespace takes long, and the next world uses it too. */
export async function openShop({ delays = {}, ...deployment }: Deployment = OWN): Promise<Shop> {
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
  const { name, revision } = deployment
  await apply(...shopManifests({ ...deployment, namespace: NAMESPACE, delays: { ...DELAYS, ...delays } }))
  await kubectl('-n', NAMESPACE, 'rollout', 'status', `deployment/${name}`, '--timeout=60s')
  const address = await kubectl('-n', NAMESPACE, 'get', 'service', name, '-o', 'jsonpath={.spec.clusterIP}')
  const shop = visitShop(`http://${address}:8080`, `http://${name}.${NAMESPACE}.svc.cluster.local:8080`)
  // ready for Kubernetes is a moment before the Service's address leads there, and to the new pods alone
  await until('the shop at its Service', () =>
    shop.reset().then(
      async () => (await (await fetch(`http://${address}:8080/revision`)).text()) === revision,
      () => false,
    ),
  )
  return shop
}

/** Removes a shop, where there is one. */
export async function closeShop(name: string): Promise<void> {
  const all = ['deployment', 'service', 'configmap'].map((kind) => `${kind}/${name}`)
  await kubectl('-n', NAMESPACE, 'delete', ...all, '--ignore-not-found', '--wait=false')
}
