import { performance } from 'node:perf_hooks'
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import type { HttpRequest } from '../core/plan.ts'
import { splitCount } from '../core/share.ts'
import type { Block, RunSpec } from '../core/spec.ts'
import type { Client, Exchange } from './client.ts'
import { createMix } from './mix.ts'
import { type ArrivalPlan, arrivals, pacedStarts, threadStarts } from './schedule.ts'

/** One finished request: when it should have begun and when it did, in ms since 1970, and how many were in flight. */
export interface Sample {
  readonly request: HttpRequest
  readonly intended: number
  readonly started: number
  readonly inFlight: number
  readonly exchange: Exchange
}

export interface LoadOptions {
  readonly spec: Pick<RunSpec, 'pods'> & { readonly requests: readonly HttpRequest[] }
  readonly block: Block
  readonly index: number
  /** ms since 1970, the same in all pods. */
  readonly startAt: number
  readonly client: Client
  readonly record: (sample: Sample) => void
  /** A graceful stop: no further request; those in flight are awaited. */
  readonly signal: AbortSignal
}

/** With more than this in flight the generator itself fails; a request beyond it is recorded as failed, not delayed. */
const MOST_IN_FLIGHT = 20_000

/** Makes the pod's share of the block's load and ends when its last request has. */
export async function makeLoad(options: LoadOptions): Promise<void> {
  const { block } = options
  const shot = createShot(options)
  await sleepUntil(options.startAt, options)
  await (block.threads === undefined ? openLoop(options, shot) : threadLoops(options, shot))
  await shot.drained()
}

/** Open model: a request begins at its time, whatever became of those before it. */
async function openLoop(options: LoadOptions, shot: Shot): Promise<void> {
  let burst = 0
  for (const at of arrivals(arrivalPlan(options))) {
    const intended = options.startAt + at
    if (intended > now()) await sleepUntil(intended, options)
    else if (++burst % 50 === 0) await breathe() // behind: answers must get their turn
    if (options.signal.aborted) return
    void shot.fire(intended)
  }
}

/** Closed model: each thread sends its next request when the last one ended, or at its pace where a rate is asked. */
async function threadLoops(options: LoadOptions, shot: Shot): Promise<void> {
  const { block, spec, index, startAt, signal } = options
  const threads = splitCount(block.threads ?? 0, spec.pods)[index] ?? 0
  const end = startAt + block.durationMs
  await Promise.all(
    threadStarts(threads, block.rampMs).map(async (begin, thread) => {
      await sleepUntil(startAt + begin, options)
      if (block.rate === undefined) {
        while (now() < end && !signal.aborted) await shot.fire(now())
        return
      }
      for (const at of pacedStarts(arrivalPlan(options), { thread, threads })) {
        if (startAt + at > now()) await sleepUntil(startAt + at, options)
        if (signal.aborted || now() >= end) return
        await shot.fire(startAt + at)
      }
    }),
  )
}

interface Shot {
  fire(intended: number): Promise<void>
  drained(): Promise<void>
}

function createShot({ spec, client, record }: LoadOptions): Shot {
  const next = createMix(spec.requests)
  const flying = new Set<Promise<void>>()
  const fire = async (intended: number) => {
    const request = next()
    const started = now()
    const inFlight = flying.size + 1
    const exchange = inFlight > MOST_IN_FLIGHT ? await refuse() : await client.send(request)
    record({ request, intended, started, inFlight, exchange })
  }
  return {
    fire(intended) {
      const flight = fire(intended).finally(() => flying.delete(flight))
      flying.add(flight)
      return flight
    },
    drained: async () => void (await Promise.all(flying)),
  }
}

/** Takes a turn of the event loop: threads that fail at once must not keep answers from it. */
async function refuse(): Promise<Exchange> {
  await breathe()
  return refused
}

const refused: Exchange = {
  elapsed: 0,
  latency: 0,
  connect: 0,
  code: 'Non HTTP response code: GENERATOR_FULL',
  message: 'not sent',
  bytes: 0,
  sentBytes: 0,
  failure: `not sent: ${MOST_IN_FLIGHT} requests were in flight in this pod; add pods`,
}

function arrivalPlan({ block, spec, index }: LoadOptions): ArrivalPlan {
  return { rate: block.rate ?? 0, rampMs: block.rampMs, durationMs: block.durationMs, pods: spec.pods, index }
}

/** ms since 1970 from the monotonic clock: a step of the wall clock must not bend latencies. */
function now(): number {
  return performance.timeOrigin + performance.now()
}

async function sleepUntil(at: number, { signal }: LoadOptions): Promise<void> {
  const wait = at - now()
  if (wait > 0 && !signal.aborted) await sleep(wait, undefined, { signal }).catch(() => undefined)
}
