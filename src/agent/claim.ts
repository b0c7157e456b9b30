import { persist } from './persist.ts'
import type { AgentWorld } from './world.ts'

/**
 * Takes the run-once claim of this index. false: another pod has it, so the load of this index has begun before (the Job
 * was deleted by hand and made again, or the index was started twice) and must not begin again.
 */
export async function claim(world: AgentWorld): Promise<boolean> {
  const { pod, spec, keys, store, clock, say } = world
  const key = keys.claim(pod.index)
  const mine = {
    schema: 'perf-action/claim/v1',
    run: spec.run,
    index: pod.index,
    pod: pod.name,
    uid: pod.uid,
    at: clock.now(),
  }
  const won = await persist(world, 'claim', () => store.create(key, JSON.stringify(mine), 'application/json'))
  if (won) {
    say(`claimed index ${pod.index} of run ${spec.run}`)
    return true
  }
  const owner = ownerOf(await persist(world, 'claim', () => store.get(key)))
  if (owner.uid === pod.uid) {
    say(`the claim of index ${pod.index} is ours already: this agent was started again`)
    return true
  }
  say(`index ${pod.index} of run ${spec.run} is claimed by ${owner.pod}: its load has begun before, none is made here`)
  return false
}

function ownerOf(body: Uint8Array | undefined): { readonly pod: string; readonly uid: string } {
  const { pod, uid } = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>
  return { pod: String(pod), uid: String(uid) }
}
