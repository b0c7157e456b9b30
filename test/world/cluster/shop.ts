import { shopManifests } from '../shop/manifests.ts'
import { DELAYS, type Shop, visitShop } from '../shop/shop.ts'
import { until } from '../until.ts'
import { apply, kubectl } from './rig.ts'

const NAMESPACE = 'shop'

/** Opens the shop, or finds it open. It stays: deleting a namespace takes long, and the next world uses it too. */
export async function openShop(): Promise<Shop> {
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
  await apply(...shopManifests({ namespace: NAMESPACE, delays: DELAYS }))
  await kubectl('-n', NAMESPACE, 'rollout', 'status', 'deployment/shop', '--timeout=60s')
  const address = await kubectl('-n', NAMESPACE, 'get', 'service', 'shop', '-o', 'jsonpath={.spec.clusterIP}')
  const shop = visitShop(`http://${address}:8080`, `http://shop.${NAMESPACE}.svc.cluster.local:8080`)
  // ready for Kubernetes is a moment before the Service's address leads there
  await until('the shop at its Service', () =>
    shop.reset().then(
      () => true,
      () => false,
    ),
  )
  return shop
}
