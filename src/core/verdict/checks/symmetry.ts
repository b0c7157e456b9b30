import { blockId, type Side } from '../../blocks.ts'
import { share } from '../../figure.ts'
import type { BlockSummary } from '../../summary.ts'
import { type Evidence, reported } from '../evidence.ts'
import { wholePairs } from '../parts.ts'
import type { Check } from '../verdict.ts'
import { graded } from './graded.ts'

/** Base and head differ by more: they were not loaded alike. Source: verdict.md 10. */
const INVALID = 0.05
const WARN = 0.02

/**
 * Both sides of the pairs were loaded alike: for the same time and, where a rate sets the pace, by as many samples. Threads
 * that wait for their answers make fewer of them against a slower target: that is what is to be found.
 */
export function checkSymmetry(evidence: Evidence): Check | undefined {
  const pairs = wholePairs(evidence)
  if (evidence.test.pairs === undefined || pairs === 0) return undefined
  const [base, head] = [loadOf(evidence, 'base', pairs), loadOf(evidence, 'head', pairs)]
  const times = apart(base.ms, head.ms)
  const counts = evidence.test.rate === undefined ? 0 : apart(base.samples, head.samples)
  const value = Math.max(times, counts)
  const what = counts > times ? 'samples' : 'time under load'
  return graded({
    check: 'symmetry',
    value,
    unit: 'share',
    warn: WARN,
    invalid: INVALID,
    note: value === 0 ? 'base and head were loaded alike' : `base and head differ by ${share(value)} in their ${what}`,
    remedy: 'they were not loaded alike, so they cannot be compared: ask for a rate that both can keep up with',
  })
}

function loadOf(evidence: Evidence, side: Side, pairs: number) {
  const ids = Array.from({ length: pairs }, (_, i) => blockId(i + 1, side))
  const blocks = reported(evidence).flatMap(({ summary }) => summary.blocks.filter(({ block }) => ids.includes(block)))
  return {
    ms: blocks.reduce((sum, block) => sum + loadedMs(block), 0),
    samples: blocks.flatMap(({ labels }) => labels).reduce((sum, { count }) => sum + count, 0),
  }
}

/** From its first sample to its last: how long a JVM takes to start and to end is no load. */
function loadedMs({ labels }: BlockSummary): number {
  const made = labels.filter(({ count }) => count > 0)
  if (made.length === 0) return 0
  return Math.max(...made.map(({ last }) => last)) - Math.min(...made.map(({ first }) => first))
}

function apart(one: number, other: number): number {
  const most = Math.max(one, other)
  return most === 0 ? 0 : Math.abs(one - other) / most
}
