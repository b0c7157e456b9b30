import { PerfError } from '../core/error.ts'
import type { Block } from '../core/spec.ts'
import { persist } from './persist.ts'
import { obeyStopRequest } from './stop-request.ts'
import type { AgentWorld } from './world.ts'

const POLL_MS = 1000
/** More than the others need to see the start time: one poll and two requests. */
const LEAD_MS = 3000
/** More than generator http needs to see its word: what it starts late counts as its own lag. */
const ALONE_MS = 500

/**
 * Waits until every pod is ready for the block, and tells when all of them begin (ms since 1970); undefined: a stop was
 * asked for. Throws a PerfError TIMEOUT when pods are missing after the spec's `barrierSeconds`.
 */
export async function agreeOnStart(world: AgentWorld, block: Block): Promise<number | undefined> {
  const { pod, spec, keys, store, clock, mailbox, say, stop } = world
  const begun = await mailbox.read(`${block.id}/go`)
  if (begun !== undefined) return Number(begun)
  await obeyStopRequest(world)
  if (stop.signal.aborted) return undefined
  if (spec.pods === 1) return clock.now() + (spec.generator === 'http' ? ALONE_MS : 0)

  const ready = JSON.stringify({ pod: pod.name, at: clock.now() })
  await persist(world, 'barrier', () => store.put(keys.ready(block.id, pod.index), ready, 'application/json'))
  say(`${block.id}: ready, waiting for ${spec.pods} pods`)
  const patience = clock.now() + spec.barrierSeconds * 1000
  for (;;) {
    const found = await persist(world, 'barrier', () => store.list(keys.barrier(block.id)))
    if (found.includes(keys.go(block.id))) return await startTime(world, block)
    const missing = indexes(spec.pods).filter((index) => !found.includes(keys.ready(block.id, index)))
    if (missing.length === 0 && pod.index === 0) {
      await announce(world, block)
      continue
    }
    await obeyStopRequest(world)
    if (stop.signal.aborted) return undefined
    if (clock.now() >= patience) throw timeout(world, block, missing)
    await clock.sleep(Math.min(POLL_MS, Math.max(1, patience - clock.now())))
  }
}

async function announce(world: AgentWorld, block: Block): Promise<void> {
  const { keys, store, clock } = world
  await persist(world, 'barrier', () => {
    const go = JSON.stringify({ startAt: clock.now() + LEAD_MS })
    return store.create(keys.go(block.id), go, 'application/json')
  })
}

async function startTime(world: AgentWorld, block: Block): Promise<number> {
  const body = await persist(world, 'barrier', () => world.store.get(world.keys.go(block.id)))
  const { startAt } = JSON.parse(new TextDecoder().decode(body)) as { startAt?: unknown }
  if (typeof startAt !== 'number' || !Number.isSafeInteger(startAt))
    throw new PerfError('STORE', `${world.keys.go(block.id)} tells no start time`)
  return startAt
}

function timeout({ spec }: AgentWorld, block: Block, missing: readonly number[]): PerfError {
  const here = spec.pods - missing.length
  const who = missing.length === 0 ? 'index 0 gave no start' : `missing: ${missing.join(', ')}`
  return new PerfError(
    'TIMEOUT',
    `block ${block.id}: ${here} of ${spec.pods} pods were ready after ${spec.barrierSeconds} s; ${who}`,
    { hint: 'see why these pods did not start: capacity, image, or a failure of their own' },
  )
}

function indexes(pods: number): readonly number[] {
  return Array.from({ length: pods }, (_, index) => index)
}
