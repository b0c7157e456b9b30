import type { Test } from './plan.ts'
import type { Block } from './spec.ts'

/** Which of the two targets of a pair a block loads. */
export type Side = 'base' | 'head'

/** The one block of a load test. */
const LOAD = 'load'

/** What may lie between two blocks: a reset, the barrier, and what the one before has to hand on. */
const BETWEEN_MS = 60_000

/** The blocks of a test's load, in their order. */
export function blocksOf(test: Test): readonly Block[] {
  const { threads, rate, rampMs, durationMs, pairs, confirm, target } = test
  const load = {
    ...(threads === undefined ? {} : { threads }),
    ...(rate === undefined ? {} : { rate }),
    ...{ rampMs, durationMs },
  }
  const to = ({ url, revision }: NonNullable<typeof target>) => ({
    target: url,
    ...(typeof revision === 'string' ? { revision } : {}),
  })
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

/** The most time that a run's load takes, from its first block to its last, ms. */
export function loadTimeMs({ durationMs, pairs }: Test): number {
  const blocks = pairs === undefined ? 1 : 2 * pairs.most
  return blocks * durationMs + (blocks - 1) * BETWEEN_MS
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
