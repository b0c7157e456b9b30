import { hinge } from './hinge.ts'
import { shedLoad } from './shed-load.ts'
import { loadAtLimit } from './slo-load.ts'
import type { Step } from './step.ts'

/** Requests per second that a target bears, and what ends it. */
export type Capacity =
  | { readonly state: 'found'; readonly load: number; readonly cause: 'p95' | 'shed' | 'saturated' }
  /** Nothing broke: it is at least the highest load. It may not enter a comparison as a number. */
  | { readonly state: 'beyond'; readonly load: number }

/**
 * The smallest of three: the load at which p95 crosses its limit, the load that is no longer kept up with, and the
 * throughput at which it bends. Source: verdict.md 9. `steps` ascend in load; `limit` is of p95 in ms.
 */
export function capacityOf(steps: readonly Step[], limit?: number): Capacity | undefined {
  if (steps.length === 0) return undefined
  const found = [
    { cause: 'p95', load: limit === undefined ? undefined : loadAtLimit(steps, limit) },
    { cause: 'shed', load: shedLoad(steps) },
    { cause: 'saturated', load: hinge(steps) },
  ] as const
  const loads = found.flatMap(({ cause, load }) =>
    load === undefined ? [] : [{ state: 'found', cause, load } as const],
  )
  if (loads.length === 0) return { state: 'beyond', load: steps.at(-1)!.offered }
  return loads.reduce((least, one) => (one.load < least.load ? one : least))
}
