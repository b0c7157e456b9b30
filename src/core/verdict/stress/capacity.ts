import { hinge } from './hinge.ts'
import { shedLoad } from './shed-load.ts'
import { loadAtLimit } from './slo-load.ts'
import type { Step } from './step.ts'

/** Requests per second that a target bears, and what ends it. */
export type Capacity =
  /** A limit of latency is crossed, by its text. */
  | { readonly state: 'found'; readonly load: number; readonly cause: 'latency'; readonly limit: string }
  | { readonly state: 'found'; readonly load: number; readonly cause: 'shed' | 'saturated' }
  /** Nothing broke: it is at least the highest load. It may not enter a comparison as a number. */
  | { readonly state: 'beyond'; readonly load: number }

/** A limit of latency in ms with what it speaks of, step by step; NaN: a step has too little to say. */
export interface LatencyCourse {
  readonly limit: string
  readonly bound: number
  readonly values: readonly number[]
}

/**
 * Open: the load follows the clock. Closed: threads wait for their answers; their load is what so many of them would ask
 * for if answers stayed as fast as in the first step, and what they fall behind it is no load that was shed, as long as
 * anything is answered.
 */
export type LoadModel = 'open' | 'closed'

interface Bounds {
  readonly limits?: readonly LatencyCourse[]
  readonly model?: LoadModel
}

/**
 * The smallest of three: the load at which a latency crosses its limit, the load that is no longer kept up with, and the
 * throughput at which it bends. Source: verdict.md 9. `steps` ascend in load.
 */
export function capacityOf(steps: readonly Step[], { limits = [], model = 'open' }: Bounds = {}): Capacity | undefined {
  const last = steps.at(-1)
  if (last === undefined) return undefined
  const loaded = model === 'open' ? steps : steps.map((step) => ({ ...step, offered: step.achieved }))
  const shed = shedLoad(loaded.map((step, i) => (step.achieved > 0 ? step : steps[i]!)))
  const bend = hinge(steps)
  const found: readonly Capacity[] = [
    ...limits.flatMap(({ limit, bound, values }): readonly Capacity[] => {
      const load = loadAtLimit(
        loaded.map(({ offered }, i) => ({ offered, latency: values[i] ?? Number.NaN })),
        bound,
      )
      return load === undefined ? [] : [{ state: 'found', load, cause: 'latency', limit }]
    }),
    ...(shed === undefined ? [] : [{ state: 'found', load: shed, cause: 'shed' } as const]),
    ...(bend === undefined ? [] : [{ state: 'found', load: bend, cause: 'saturated' } as const]),
  ]
  const beyond: Capacity = { state: 'beyond', load: loaded.at(-1)?.offered ?? last.offered }
  return found.reduce((least, one) => (least.state === 'beyond' || one.load < least.load ? one : least), beyond)
}
