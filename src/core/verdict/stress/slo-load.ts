import { between } from './step.ts'

/** What a step asked for (1/s), and how long its answers took (ms). */
export interface LatencyAt {
  readonly offered: number
  readonly latency: number
}

/**
 * The load at which a latency crosses its limit in ms: isotonic regression of its logarithm on the load, so that one lucky
 * step above the limit's load does not count, and log-linear between steps. undefined: it never does.
 */
export function loadAtLimit(all: readonly LatencyAt[], limit: number): number | undefined {
  const steps = all.filter(({ latency }) => latency > 0)
  const rising = isotonic(steps.map(({ latency }) => Math.log(latency)))
  const bar = Math.log(limit)
  const i = rising.findIndex((value) => value > bar)
  if (i < 0) return undefined
  if (i === 0) return steps[0]!.offered
  return between(steps[i - 1]!.offered, steps[i]!.offered, (bar - rising[i - 1]!) / (rising[i]! - rising[i - 1]!))
}

/** The non-decreasing values nearest to those given (least squares), by pooling adjacent violators. */
export function isotonic(values: readonly number[]): readonly number[] {
  const pools: { mean: number; size: number }[] = []
  for (const value of values) {
    pools.push({ mean: value, size: 1 })
    while (pools.length > 1 && pools.at(-2)!.mean > pools.at(-1)!.mean) {
      const [last, before] = [pools.pop()!, pools.pop()!]
      const size = before.size + last.size
      pools.push({ mean: (before.mean * before.size + last.mean * last.size) / size, size })
    }
  }
  return pools.flatMap(({ mean, size }) => Array<number>(size).fill(mean))
}
