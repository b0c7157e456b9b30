/** A quantity of a run that a limit speaks of. Latencies are of successes, in ms; rates of errors are shares of 1. */
export type Quantity =
  | {
      readonly kind: 'latency'
      readonly statistic: 'mean' | 'max' | { readonly quantile: number }
      readonly label?: string
    }
  | { readonly kind: 'error-rate'; readonly label?: string }
  /** Completed samples per second of the steady part. */
  | { readonly kind: 'throughput'; readonly label?: string }
  | { readonly kind: 'metric'; readonly id: string; readonly statistic: 'max' | 'min' | 'avg' | 'last' }
  /** Of a stress test: the requests per second that the target bears; how long after the peak it is as before, ms. */
  | { readonly kind: 'capacity' }
  | { readonly kind: 'recovery' }

/** An absolute criterion of the user: `p95 < 400 ms`. `text` is as it was written. */
export interface Limit {
  readonly text: string
  readonly quantity: Quantity
  readonly operator: '<' | '<=' | '>' | '>='
  /** ms, share of 1, 1/s, or the metric's own unit. */
  readonly bound: number
}

/** Whether a value keeps a limit. */
export function holds(actual: number, { operator, bound }: Pick<Limit, 'operator' | 'bound'>): boolean {
  switch (operator) {
    case '<':
      return actual < bound
    case '<=':
      return actual <= bound
    case '>':
      return actual > bound
    case '>=':
      return actual >= bound
  }
}
