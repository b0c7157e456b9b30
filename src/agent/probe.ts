import { PerfError } from '../core/error.ts'
import { revisionOf } from '../core/revision.ts'
import type { Block, Probe } from '../core/spec.ts'
import type { AgentWorld } from './world.ts'

const TRIES = 3
const PAUSE_MS = 1000

/** Asks which revision the block's target runs; nothing where there is no URL for it. Never throws: no answer is one, too. */
export async function probe({ target, clock, say }: AgentWorld, { id, revision }: Block): Promise<readonly Probe[]> {
  if (revision === undefined) return []
  for (let tries = 1; ; tries++) {
    try {
      const said = revisionOf(await target.answer(revision))
      if (said === undefined) return [{ at: clock.now(), why: `${revision} answers no revision` }]
      say(`${id}: the target runs ${said}`)
      return [{ at: clock.now(), revision: said }]
    } catch (thrown) {
      if (!(thrown instanceof PerfError)) throw thrown
      if (tries === TRIES) return [{ at: clock.now(), why: thrown.message.slice(0, 500) }]
      await clock.sleep(PAUSE_MS)
    }
  }
}
