import { PerfError } from '../core/error.ts'
import { parseStopOrder, type StopOrder } from '../core/stop-order.ts'
import type { AgentWorld } from './world.ts'

/** Looks for `control/stop.json` and hands the request on. A bucket that does not answer is no request. */
export async function obeyStopRequest(world: AgentWorld): Promise<void> {
  if (world.stop.signal.aborted) return
  const order = await readStopOrder(world)
  if (order?.kind === 'now') world.stop.request(order.why)
  if (order?.kind === 'decided') world.stop.decide()
}

/** What `control/stop.json` asks for; undefined: nothing, or nobody can tell. */
export async function readStopOrder({ keys, store, say }: AgentWorld): Promise<StopOrder | undefined> {
  try {
    const body = await store.get(keys.stop)
    if (body === undefined) return undefined
    const order = parseStopOrder(new TextDecoder().decode(body))
    say(`control/stop.json asks to stop: ${order.why}`)
    return order
  } catch (thrown) {
    if (!(thrown instanceof PerfError)) throw thrown
    say(`cannot look for a stop request: ${thrown.message}`)
    return undefined
  }
}
