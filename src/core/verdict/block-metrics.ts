import type { Side } from '../blocks.ts'
import { duration } from '../figure.ts'
import type { Test } from '../plan.ts'
import { lookback } from '../promql.ts'
import type { MetricResult, Series, Window } from '../series.ts'
import type { Summary } from '../summary.ts'
import { median } from './compare/location.ts'
import type { Steady } from './steady.ts'

/** When a block made its full load, by its samples; undefined: it has none, or not for longer than its ramp. */
export function blockTime(
  { blocks }: Pick<Summary, 'blocks'>,
  id: string,
  { rampMs, durationMs }: Pick<Test, 'rampMs' | 'durationMs'>,
): Steady | undefined {
  const labels = blocks.filter(({ block }) => block === id).flatMap((block) => block.labels)
  const first = labels.reduce((least, label) => Math.min(least, label.first), Number.POSITIVE_INFINITY)
  const last = labels.reduce((most, label) => Math.max(most, label.last), Number.NEGATIVE_INFINITY)
  const [from, to] = [first + rampMs, Math.min(last, first + durationMs)]
  return to > from ? { from, to } : undefined
}

/** New values that a block must hold: of the first, nobody knows whether it is of the block before. */
const NEW_VALUES = 3

/**
 * What of the metrics says something of some blocks of one side, as if nothing else had been asked. A point counts where
 * neither the query's ranges nor the last scrape before it reach back beyond its block.
 */
export function metricsWithin(
  metrics: readonly MetricResult[],
  { side, times }: { readonly side?: Side; readonly times: readonly Steady[] },
): readonly MetricResult[] {
  return metrics.filter((one) => one.side === undefined || one.side === side).map((one) => within(one, times))
}

function within(metric: MetricResult, times: readonly Steady[]): MetricResult {
  if (metric.series.length === 0) return metric
  const { step } = metric.window
  const [back, every] = [lookback(metric.query), cadence(metric.series)]
  const longest = times.reduce((most, { from, to }) => Math.max(most, to - from), 0)
  const blocks = `blocks whose full load takes ${duration(longest)}`
  const none = (why: string): MetricResult => ({ ...metric, state: 'no-data', why, series: [] })
  if (back * 1000 >= longest)
    return none(`its query looks back ${duration(back * 1000)}, which is too far for ${blocks}`)
  if (NEW_VALUES * every * 1000 > longest)
    return none(`it has a new value about every ${duration(every * 1000)}, which is too seldom for ${blocks}`)
  const parts = times
    .map(({ from, to }): Window => ({ start: from / 1000 + Math.max(back, every), end: to / 1000, step }))
    .filter(({ start, end }) => end >= start)
  const inside = (at: number) => parts.some(({ start, end }) => at >= start && at <= end)
  const series = metric.series
    .map(({ labels, points }) => ({ labels, points: points.filter(([at]) => inside(at)) }))
    .filter(({ points }) => points.length > 0)
  return { ...metric, parts, series }
}

/** Seconds between two values that differ, typically: what a Prometheus repeats is no new value. 0: there are none. */
function cadence(all: readonly Series[]): number {
  const gaps = all.flatMap(({ points }) => {
    const changes = points.filter(([, value], i) => i > 0 && value !== points[i - 1]![1]).map(([at]) => at)
    return changes.slice(1).map((at, i) => at - changes[i]!)
  })
  return gaps.length === 0 ? 0 : median(gaps)
}
