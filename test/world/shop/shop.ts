/** endpoint → what the shop says that it served. */
export type ShopCounters = Readonly<Record<string, { readonly served: number; readonly failed: number }>>

/** The sample shop as people reach it. */
export interface Shop {
  /** As the load reaches it. */
  readonly url: string
  /** What it has served since it was opened or since the last `reset`. */
  counters(): Promise<ShopCounters>
  reset(): Promise<void>
  /** endpoint → share of 1 that answers 500. */
  fail(faults: Readonly<Record<string, number>>): Promise<void>
}

/** A shop as it is put somewhere. */
export interface Deployment {
  readonly name: string
  /** What `/revision` answers. */
  readonly revision: string
  /** endpoint → ms, over `DELAYS`. */
  readonly delays?: Readonly<Record<string, number>>
  /** How many requests it serves at once; default: any number, so that nothing is too much for it. */
  readonly workers?: number
  /** ms of CPU that a request takes of its delay: it costs more, and is no slower. */
  readonly work?: number
  /** MiB of memory that it holds from the start. */
  readonly stock?: number
  /** KiB of memory that each request leaves there for good. */
  readonly leak?: number
}

/** Slow enough that a late start of a request on a busy machine is little against it: else runs would be invalid for it. */
export const DELAYS: Readonly<Record<string, number>> = {
  'GET /products': 40,
  'GET /products/1': 30,
  'POST /cart': 60,
  'POST /checkout': 100,
}

/** Visits an open shop at the address that this machine reaches it by. */
export function visitShop(address: string, url = address): Shop {
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await fetch(address + path, init)
    if (!answer.ok) throw new Error(`the shop answered ${answer.status} to ${path}`)
    return (await answer.json()) as unknown
  }
  const total = async () => (await ask('/counters')) as ShopCounters
  let before: ShopCounters = {}
  return {
    url,
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
