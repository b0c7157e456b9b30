import type { Sample } from '../samples.ts'

interface Range {
  readonly startMs: number
  readonly endMs: number
}

/**
 * A counter's increase per second over a range, extrapolated to its ends as Prometheus does
 * (promql/functions.go, extrapolatedRate); undefined for less than two samples.
 */
export function rateOf(samples: readonly Sample[], { startMs, endMs }: Range): number | undefined {
  const values = samples.flatMap(({ at, value }) =>
    value !== undefined && at > startMs && at <= endMs ? [{ at, value }] : [],
  )
  const [first, last] = [values[0], values.at(-1)]
  if (values.length < 2 || !first || !last) return undefined
  let increase = last.value - first.value
  values.forEach(({ value }, index) => {
    const before = values[index - 1]
    if (before && value < before.value) increase += before.value // the counter began anew
  })
  const sampled = (last.at - first.at) / 1000
  const average = sampled / (values.length - 1)
  let toStart = (first.at - startMs) / 1000
  let toEnd = (endMs - last.at) / 1000
  if (increase > 0 && first.value >= 0) toStart = Math.min(toStart, sampled * (first.value / increase)) // no counter is below zero
  const near = average * 1.1
  if (toStart >= near) toStart = average / 2
  if (toEnd >= near) toEnd = average / 2
  return (increase * ((sampled + toStart + toEnd) / sampled)) / ((endMs - startMs) / 1000)
}
