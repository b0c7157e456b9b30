import type { Pair } from './compare/pairs.ts'
import type { RunQuantities } from './quantities.ts'
import type { Check } from './verdict.ts'

/** Nothing is wrong with a run but that its target fails: latencies are not judged then, errors are. Source: verdict.md 10. */
export function failsAlone(checks: readonly Pick<Check, 'check' | 'state'>[]): boolean {
  const faults = checks.filter(({ state }) => state === 'invalid')
  return faults.length > 0 && faults.every(({ check }) => check === 'errors')
}

/** Base and head by nothing but how often they fail. */
export function onlyErrors({ base, head }: Pair): Pair {
  return { base: withoutRest(base), head: withoutRest(head) }
}

function withoutRest({ labels }: RunQuantities): RunQuantities {
  return { labels: labels.map((label) => ({ ...label, quantiles: {} })), throughput: 0, metrics: {} }
}
