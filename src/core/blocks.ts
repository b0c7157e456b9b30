import type { Test } from './plan.ts'
import type { Block } from './spec.ts'

/** Which of the two targets of a pair a block loads. */
export type Side = 'base' | 'head'

/** The one block of a load test. */
const LOAD = 'load'

/** What may lie between two blocks: a reset, the barrier, and what the one before has to hand on. */
const BETWEEN_MS = 60_000

/** The block after the peak of a stress test: the load of the first step again. */
export const RECOVERY = 'recovery'

/** The blocks of a test's load, in their order. */
export function blocksOf(test: Test): readonly Block[] {
  const { threads, rate, rampMs, durationMs, steps, pairs, confirm, target } = test
  const load = {
    ...(threads === undefined ? {} : { threads }),
    ...(rate === undefined ? {} : { rate }),
    ...{ rampMs, durationMs },
  }
  const to = ({ url, revision }: NonNullable<typeof target>) => ({
    target: url,
    ...(typeof revision === 'string' ? { revision } : {}),
  })
  if (steps !== undefined) {
    const ids = [...steps.map((_, i) => stepId(i + 1)), RECOVERY]
    return ids.map((id, i) => ({ id, ...load, ...ofStep(test, steps[i] ?? steps[0]!), ...(target && to(target)) }))
  }
  const anew = (reset: string | undefined) => (reset === undefined ? {} : { reset })
  if (pairs === undefined) return [{ id: LOAD, ...load, ...(target && to(target)), ...anew(confirm?.reset) }]
  const { most, reset } = pairs
  return pairOrder(most).map(({ pair, side }) => ({
    id: blockId(pair, side),
    ...load,
    ...to(pairs[side]),
    ...anew(reset),
  }))
}

/** The id of a pair's block: `1-base`, `1-head`. Pairs count from 1. */
export function blockId(pair: number, side: Side): string {
  return `${pair}-${side}`
}

/** The id of a step's block: `step-1`. Steps count from 1. */
export function stepId(step: number): string {
  return `step-${step}`
}

/** What a step changes of its test: the rate, or the threads of a test without one. */
function ofStep({ rate }: Test, load: number): Pick<Block, 'rate' | 'threads'> {
  return rate === undefined ? { threads: load } : { rate: load }
}

/** The most time that a run's load takes, from its first block to its last, ms. */
export function loadTimeMs(test: Test): number {
  const blocks = blocksOf(test).length
  return blocks * test.durationMs + (blocks - 1) * BETWEEN_MS
}

/**
 * ABBA BAAB, again and again: over four pairs a trend of the machine, even one that bends, falls on both sides alike.
 * Source: verdict.md 7.
 */
function pairOrder(most: number): readonly { readonly pair: number; readonly side: Side }[] {
  const pairs = Array.from({ length: most }, (_, i) => i + 1)
  return pairs.flatMap((pair) => {
    const sides: readonly Side[] = pair % 4 < 2 ? ['base', 'head'] : ['head', 'base']
    return sides.map((side) => ({ pair, side }))
  })
}
