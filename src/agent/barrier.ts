import { PerfError } from '../core/error.ts'
import type { Block } from '../core/spec.ts'
import { persist } from './persist.ts'
import { obeyStopRequest, readStopOrder } from './stop-request.ts'
import type { AgentWorld } from './world.ts'

const POLL_MS = 1000
/** More than the others need to see the start time: one poll and two requests. */
const LEAD_MS = 3000
/** More than generator http needs to see its word: what it starts late counts as its own lag. */
const ALONE_MS = 500

/** `go.json`, written once: all pods begin the block then, or none does. */
type Word = { readonly startAt: number } | { readonly end: string } | { readonly fault: string }

/**
 * Waits until every pod is ready for the block, and tells when all of them begin (ms since 1970); undefined: a stop was
 * asked for, or the comparison is decided. Throws a PerfError TIMEOUT when pods are missing after the spec's
 * `barrierSeconds`, JOB when the target could not be reset.
 */
export async function agreeOnStart(world: AgentWorld, block: Block): Promise<number | undefined> {
  const { spec, clock, mailbox, stop } = world
  const begun = await mailbox.read(`${block.id}/go`)
  if (begun !== undefined) return Number(begun)
  if (spec.pods > 1) return obey(world, await waitForWord(world, block))
  await obeyStopRequest(world)
  if (stop.signal.aborted) return undefined
  await reset(world, block)
  return clock.now() + (spec.generator === 'http' ? ALONE_MS : 0)
}

function obey({ stop }: AgentWorld, word: Word | undefined): number | undefined {
  if (word === undefined) return undefined
  if ('fault' in word) throw new PerfError('JOB', word.fault)
  if ('startAt' in word) return word.startAt
  stop.decide()
  return undefined
}

/** undefined: this pod is to stop, whatever the others do. */
async function waitForWord(world: AgentWorld, block: Block): Promise<Word | undefined> {
  const { pod, spec, keys, store, clock, say, stop } = world
  const ready = JSON.stringify({ pod: pod.name, at: clock.now() })
  await persist(world, 'barrier', () => store.put(keys.ready(block.id, pod.index), ready, 'application/json'))
  say(`${block.id}: ready, waiting for ${spec.pods} pods`)
  const patience = clock.now() + spec.barrierSeconds * 1000
  for (;;) {
    const found = await persist(world, 'barrier', () => store.list(keys.barrier(block.id)))
    if (found.includes(keys.go(block.id))) return readWord(world, block)
    if (stop.signal.aborted) return undefined
    const order = await readStopOrder(world)
    if (order?.kind === 'now') stop.request(order.why)
    if (stop.signal.aborted) return undefined
    const missing = indexes(spec.pods).filter((index) => !found.includes(keys.ready(block.id, index)))
    // Whoever sees it gives the word, for index 0 may have ended already; the first word stands.
    if (order?.kind === 'decided') await give(world, block, { end: order.why })
    else if (missing.length === 0 && pod.index === 0) await give(world, block, await begin(world, block))
    else if (clock.now() >= patience) throw timeout(world, block, missing)
    else await clock.sleep(Math.min(POLL_MS, Math.max(1, patience - clock.now())))
  }
}

async function begin(world: AgentWorld, block: Block): Promise<Word> {
  try {
    await reset(world, block)
    return { startAt: world.clock.now() + LEAD_MS }
  } catch (thrown) {
    if (!(thrown instanceof PerfError)) throw thrown
    return { fault: thrown.message }
  }
}

async function reset({ target, say }: AgentWorld, { id, reset: url }: Block): Promise<void> {
  if (url === undefined) return
  try {
    await target.reset(url)
    say(`${id}: the target was reset`)
  } catch (cause) {
    if (!(cause instanceof PerfError)) throw cause
    throw new PerfError('JOB', `block ${id}: the target could not be reset: ${cause.message}`, { cause })
  }
}

async function give(world: AgentWorld, block: Block, word: Word): Promise<void> {
  const { keys, store } = world
  await persist(world, 'barrier', () => store.create(keys.go(block.id), JSON.stringify(word), 'application/json'))
}

async function readWord(world: AgentWorld, block: Block): Promise<Word> {
  const body = await persist(world, 'barrier', () => world.store.get(world.keys.go(block.id)))
  const { startAt, end, fault } = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>
  if (typeof end === 'string') return { end }
  if (typeof fault === 'string') return { fault }
  if (typeof startAt === 'number' && Number.isSafeInteger(startAt)) return { startAt }
  throw new PerfError('STORE', `${world.keys.go(block.id)} tells no start time`)
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
