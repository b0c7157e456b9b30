import { benjaminiHochberg } from './families.ts'
import type { Family, Hypothesis } from './hypothesis.ts'

/** Share of alpha for errors, throughput and metrics where there are any. */
const OTHERS = 0.2

/** The hypotheses that are rejected at alpha, each family by Benjamini and Hochberg at its share of it. */
export function rejected(
  all: readonly Hypothesis[],
  { alpha, commonShare }: { readonly alpha: number; readonly commonShare: number },
): ReadonlySet<Hypothesis> {
  const of = (family: Family) => all.filter((hypothesis) => hypothesis.family === family)
  const families = { common: of('common'), labels: of('labels'), others: of('others') }
  const latency = families.others.length === 0 ? 1 : 1 - OTHERS
  const common = families.common.length === 0 ? 0 : commonShare
  return new Set([
    ...significant(families.common, alpha * latency * common),
    ...significant(families.labels, alpha * latency * (1 - common)),
    ...significant(families.others, alpha * OTHERS),
  ])
}

function significant(family: readonly Hypothesis[], q: number): readonly Hypothesis[] {
  const flags = benjaminiHochberg(
    family.map(({ tested }) => tested.p),
    q,
    family.map(({ weight = 1 }) => weight),
  )
  return family.filter((_, i) => flags[i])
}
