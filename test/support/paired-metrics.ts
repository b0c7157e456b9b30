import type { Side } from '../../src/core/blocks.ts'
import { sidesOf } from '../../src/core/promql.ts'
import type { MetricResult } from '../../src/core/series.ts'
import type { Evidence } from '../../src/core/verdict/evidence.ts'
import type { Metrics } from '../../src/ports.ts'
import { noise } from './load.ts'

/** A series of a target that is idle (a tenth) but for its own blocks. */
export interface PairedSeries {
  /** Under load, by side. */
  readonly level: (side: Side) => number
  /** Seconds between two scrapes: default 5. */
  readonly every?: number
  readonly query?: string
  readonly change?: Partial<MetricResult>
}

const RATE = 'sum(rate(container_cpu_usage_seconds_total{pod=~"$target-.*"}[15s]))'

/** What Prometheus would have of it over the whole run: of each side, where the query names one. */
export function pairedSeries(
  { test, manifests }: Evidence,
  id: string,
  { level, every = 5, query = RATE, change = {} }: PairedSeries,
): readonly MetricResult[] {
  const blocks = manifests[0]?.blocks ?? []
  const [start, end] = [Math.ceil(blocks[0]!.startAt / 1000), Math.floor(blocks.at(-1)!.endedAt / 1000)]
  const window = { start, end, step: 2 }
  const loaded = (at: number) => blocks.find(({ startAt, endedAt }) => at * 1000 >= startAt && at * 1000 <= endedAt)
  return sidesOf(query, test).map((side) => {
    const points = Array.from({ length: Math.floor((end - start) / 2) + 1 }, (_, i) => {
      const scrape = start + every * Math.floor((2 * i) / every) // Prometheus repeats what it scraped last
      const block = loaded(scrape)
      const on: Side = block?.block.endsWith('base') ? 'base' : 'head'
      const busy = block !== undefined && (side === undefined || side === on)
      return [start + 2 * i, level(on) * (busy ? 1 : 0.1) * (1 + 0.02 * (noise(scrape) - 0.5))] as const
    })
    return {
      ...{ id, query, source: 'default', window, state: 'ok' as const, series: [{ labels: {}, points }] },
      ...(side === undefined ? {} : { side }),
      ...change,
    }
  })
}

/** A Prometheus that knows nothing. */
export const NO_METRICS: Metrics = {
  range: async (query, window) => ({ ...query, window, state: 'no-data', why: 'there is nothing', series: [] }),
}
