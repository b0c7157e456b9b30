import { QUANTILES, type QuantileName, type RunQuantities } from '../../src/core/verdict/quantities.ts'

const NAMES = Object.keys(QUANTILES) as readonly QuantileName[]

/** A run of labels `l00`, `l01`, … from the logs of their quantiles (p50, p95, p99); `within`: the variance of each. */
export function runOf(logs: readonly (readonly number[])[], within?: readonly number[]): RunQuantities {
  const quantile = (value: number, i: number) => {
    const variance = within?.[i]
    return [NAMES[i]!, { ln: value, ...(variance !== undefined && { variance }) }] as const
  }
  return {
    labels: logs.map((values, i) => ({
      label: `l${String(i).padStart(2, '0')}`,
      count: 3000,
      errors: 0,
      quantiles: Object.fromEntries(values.map(quantile)),
    })),
    throughput: 100,
    metrics: {},
  }
}
