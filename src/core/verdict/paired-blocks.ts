import type { Pairing, Test } from '../plan.ts'
import { MOST_PAIRS } from '../screening.ts'
import type { Summary } from '../summary.ts'

const BLOCK = /^\d+-(?:base|head)$/

/** Whether a summary is of a run in pairs: its blocks say so. */
export function hasPairs({ blocks }: Pick<Summary, 'blocks'>): boolean {
  return blocks.length > 0 && blocks.every(({ block }) => BLOCK.test(block))
}

/** A test as a run of it was made: in pairs where its blocks are pairs, else as it is. */
export function asBlocksSay(test: Test, summary: Pick<Summary, 'blocks'>): Test {
  if (!hasPairs(summary)) return test
  const { confirm: _, ...made } = test
  return { ...made, pairs: pairingOf(summary, test) } as Test
}

/** How they were made, as far as the test says; else as pairs are made where nothing is said. */
function pairingOf({ blocks }: Pick<Summary, 'blocks'>, { pairs, confirm }: Test): Pairing {
  const { base, head } = pairs ?? confirm ?? { base: UNKNOWN, head: UNKNOWN }
  // by their count and not by their names, which may say anything
  return { base, head, most: Math.max(pairs?.most ?? MOST_PAIRS, Math.ceil(blocks.length / 2)) }
}

const UNKNOWN = { url: '' }
