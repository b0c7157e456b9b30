import { shopManifests } from '../shop/manifests.ts'
import { apply, kubectl, until } from './rig.ts'

/** endpoint → what the shop says that it served. */
export type ShopCounters = Readonly<Record<string, { readonly served: number; readonly failed: number }>>

/** The sample shop in its namespace, as people reach it from within the cluster. */
export interface Shop {
  readonly url: string
  /** What it has served since it was opened or since the last `reset`. */
  counters(): Promise<ShopCounters>
  reset(): Promise<void>
  /** endpoint → share of 1 that answers 500. */
  fail(faults: Readonly<Record<string, number>>): Promise<void>
}

const NAMESPACE = 'shop'

/** Slow enough that a late start of a request on a busy machine is little against it: else runs would be invalid for it. */
const DELAYS = { 'POST /checkout': 100 }

/** Opens the shop, or finds it open. It stays: deleting a namespace takes long, and the next world uses it too. */
export async function openShop(): Promise<Shop> {
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
  await apply(...shopManifests({ namespace: NAMESPACE, delays: DELAYS }))
  await kubectl('-n', NAMESPACE, 'rollout', 'status', 'deployment/shop', '--timeout=60s')
  const address = await kubectl('-n', NAMESPACE, 'get', 'service', 'shop', '-o', 'jsonpath={.spec.clusterIP}')
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`http://${address}:8080${path}`, init)
    if (!answer.ok) throw new Error(`the shop answered ${answer.status} to ${path}`)
    return (await answer.json()) as unknown
  }
  const total = async () => (await ask('/counters')) as ShopCounters
  // ready for Kubernetes is a moment before the Service's address leads there
  let before = await until('the shop at its Service', () => total().catch(() => undefined))
  return {
    url: `http://shop.${NAMESPACE}.svc.cluster.local:8080`,
    counters: async () => since(before, await total()),
    async reset() {
      before = await total()
    },
    fail: async (faults) => void (await ask('/faults', { method: 'PUT', body: JSON.stringify(faults) })),
  }
}

function since(before: ShopCounters, now: ShopCounters): ShopCounters {
  const pairs = Object.entries(now).map(([endpoint, { served, failed }]) => {
    const then = before[endpoint] ?? { served: 0, failed: 0 }
    return [endpoint, { served: served - then.served, failed: failed - then.failed }] as const
  })
  return Object.fromEntries(pairs)
}
