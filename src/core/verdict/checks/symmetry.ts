import { blockId, type Side } from '../../blocks.ts'
import { share } from '../../figure.ts'
import type { BlockSummary } from '../../summary.ts'
import { type Evidence, reported } from '../evidence.ts'
import { partsOf, wholePairs } from '../parts.ts'
import { steadyPart, steadySlices } from '../steady.ts'
import type { Check } from '../verdict.ts'
import { graded } from './graded.ts'

/** Base and head differ by more: they were not loaded alike. Source: verdict.md 10. */
const INVALID = 0.05
const WARN = 0.02
/** What a JVM takes of a block before its first sample, one time more and another time less. */
const START_MS = { jmeter: 2000, http: 0 } as const

/**
 * Both sides of the pairs were loaded alike: for the same time and, where a rate sets the pace, by as many samples a second.
 * Threads that wait for their answers make fewer of them against a slower target: that is what is to be found.
 */
export function checkSymmetry(evidence: Evidence): Check | undefined {
  const pairs = wholePairs(evidence)
  if (evidence.test.pairs === undefined || pairs === 0) return undefined
  const [base, head] = [loadOf(evidence, 'base', pairs), loadOf(evidence, 'head', pairs)]
  const { rate, generator, pods } = evidence.test
  const times = apart(base.ms, head.ms, START_MS[generator] * pods * pairs)
  const rates = rate === undefined ? 0 : apart(base.rate, head.rate)
  const value = Math.max(times, rates)
  const what = rates > times ? 'samples a second' : 'time under load'
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
  const steady = partsOf(evidence)
    .filter(({ block }) => ids.includes(block))
    .flatMap((part) => {
      const labels = part.evidence.summary.blocks.flatMap((block) => block.labels)
      return steadySlices(labels, steadyPart(part.evidence)) ?? []
    })
  const samples = sum(steady.flatMap(({ slices }) => slices.map(({ count }) => count)))
  return { ms: sum(blocks.map(loadedMs)), rate: samples / Math.max(1, sum(steady.map(({ seconds }) => seconds))) }
}

/** From its first sample to its last: how long a JVM takes to start and to end is no load. */
function loadedMs({ labels }: BlockSummary): number {
  const made = labels.filter(({ count }) => count > 0)
  if (made.length === 0) return 0
  return Math.max(...made.map(({ last }) => last)) - Math.min(...made.map(({ first }) => first))
}

function apart(one: number, other: number, allowed = 0): number {
  const most = Math.max(one, other)
  return most > 0 ? Math.max(0, Math.abs(one - other) - allowed) / most : 0
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
