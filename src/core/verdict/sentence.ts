import { apart, figure } from '../figure.ts'
import type { Quantity } from '../limit.ts'
import type { JudgedLimit } from './limits.ts'

/** A quantity in words: `p95 of "POST /pay"`, `the error rate`, `the largest value of metric "cpu"`. */
export function subject(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'latency': {
      const { statistic } = quantity
      const name =
        statistic === 'mean'
          ? 'the mean latency'
          : statistic === 'max'
            ? 'the longest latency'
            : `p${figure(statistic.quantile * 100, '', 5)}`
      return of(name, quantity.label)
    }
    case 'error-rate':
      return of('the error rate', quantity.label)
    case 'throughput':
      return of('the throughput', quantity.label)
    case 'capacity':
      return 'the capacity'
    case 'recovery':
      return 'the recovery after the peak'
    case 'metric': {
      const names = { max: 'the largest value', min: 'the smallest value', avg: 'the mean', last: 'the last value' }
      return `${names[quantity.statistic]} of metric "${quantity.id}"`
    }
  }
}

function of(name: string, label: string | undefined): string {
  return label === undefined ? name : `${name} of "${label}"`
}

/** `p95 is 512 ms, 28 % over its limit of 400 ms`, for a limit that has data. */
export function sentence({ limit, result }: JudgedLimit): string {
  const actual = result.actual ?? Number.NaN
  const [is, bound] = apart(actual, limit.bound, result.unit)
  const away = limit.bound > 0 ? Math.abs(actual / limit.bound - 1) : Number.NaN
  const side = actual > limit.bound ? 'over' : actual < limit.bound ? 'under' : 'at'
  const far = side === 'at' ? 'exactly at' : away >= 0.001 && away <= 2 ? `${figure(away, 'share')} ${side}` : side
  return `${subject(limit.quantity)} is ${is}, ${far} its ${limit.operator.startsWith('<') ? 'limit' : 'lower limit'} of ${bound}`
}
