import { type LabelQuantities, QUANTILES, type QuantileName, type RunQuantities } from '../quantities.ts'
import type { Row } from './differences.ts'
import { mean, median } from './location.ts'

export const QUANTILE_NAMES = Object.keys(QUANTILES) as readonly QuantileName[]

/** The labels of both sides, and those that only one has. */
export interface Labels {
  readonly shared: readonly string[]
  /** With a quantile that a pass speaks of in at least half of the base's runs, and not in the head. */
  readonly missing: readonly string[]
  /** Of the head alone. */
  readonly added: readonly string[]
  /** All labels of the head have what a pass speaks of, on both sides. */
  readonly whole: boolean
}

/** Quantiles that a pass speaks of; of p99 there are too few samples to rule out anything. */
export const PASSED: readonly QuantileName[] = ['p50', 'p95']

/** Which labels can be compared: those with a median on both sides, in the order of their names. */
export function labelsOf(heads: readonly RunQuantities[], bases: readonly RunQuantities[]): Labels {
  const [head, base] = [seenIn(heads, 'p50'), seenIn(bases, 'p50')]
  const lost = PASSED.flatMap((name) => {
    const here = seenIn(heads, name)
    return [...seenIn(bases, name)].filter(([label, runs]) => !here.has(label) && 2 * runs >= bases.length)
  })
  return {
    shared: [...head.keys()].filter((label) => base.has(label)).sort(),
    missing: [...new Set(lost.map(([label]) => label))],
    added: [...head.keys()].filter((label) => !base.has(label)).sort(),
    whole: PASSED.every((name) => {
      const [here, there] = [seenIn(heads, name), seenIn(bases, name)]
      return heads.every(({ labels }) => labels.every(({ label }) => here.has(label) && there.has(label)))
    }),
  }
}

/** In how many runs each label has this quantile. */
function seenIn(runs: readonly RunQuantities[], name: QuantileName): ReadonlyMap<string, number> {
  const seen = new Map<string, number>()
  for (const { labels } of runs)
    for (const { label, quantiles } of labels)
      if (Number.isFinite(quantiles[name]?.ln)) seen.set(label, (seen.get(label) ?? 0) + 1)
  return seen
}

/** Of each label of a run the log of a quantile; NaN where the run has none. */
export function rowOf(run: RunQuantities, labels: readonly string[], name: QuantileName): Row {
  const found = byLabel(run)
  return labels.map((label) => {
    const ln = found.get(label)?.quantiles[name]?.ln
    return ln !== undefined && Number.isFinite(ln) ? ln : Number.NaN
  })
}

/** The sampling variance of a log quantile within a run: mean over the runs, median over the labels; undefined: unknown. */
export function withinRuns(runs: readonly RunQuantities[], name: QuantileName): number | undefined {
  const seen = new Map<string, number[]>()
  for (const { labels } of runs)
    for (const { label, quantiles } of labels) {
      const variance = quantiles[name]?.variance
      if (variance !== undefined && Number.isFinite(variance)) seen.set(label, [...(seen.get(label) ?? []), variance])
    }
  return seen.size === 0 ? undefined : median([...seen.values()].map(mean))
}

/** The variance within a run of what all labels share of a log quantile: mean over the runs; undefined: unknown. */
export function sharedWithinRuns(runs: readonly RunQuantities[], name: QuantileName): number | undefined {
  const seen = runs.flatMap(({ shared }) => shared?.[name] ?? []).filter(Number.isFinite)
  return seen.length === 0 ? undefined : mean(seen)
}

const indexed = new WeakMap<RunQuantities, ReadonlyMap<string, LabelQuantities>>()

function byLabel(run: RunQuantities): ReadonlyMap<string, LabelQuantities> {
  const index = indexed.get(run) ?? new Map(run.labels.map((quantities) => [quantities.label, quantities]))
  indexed.set(run, index)
  return index
}
