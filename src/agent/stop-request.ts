import { PerfError } from '../core/error.ts'
import type { AgentWorld } from './world.ts'

/** Looks for `control/stop.json` and hands the request on. A bucket that does not answer is no request. */
export async function obeyStopRequest({ keys, store, stop, say }: AgentWorld): Promise<void> {
  if (stop.signal.aborted) return
  try {
    if ((await store.get(keys.stop)) === undefined) return
    say('control/stop.json asks to stop')
    stop.request('a stop was asked for by control/stop.json')
  } catch (thrown) {
    if (!(thrown instanceof PerfError)) throw thrown
    say(`cannot look for a stop request: ${thrown.message}`)
  }
}
