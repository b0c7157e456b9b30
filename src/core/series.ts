import type { Side } from './blocks.ts'

/** One time series: labels and [seconds since 1970, value] points, ascending; NaN and infinities are left out. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly points: readonly (readonly [at: number, value: number])[]
}

/** The window and the resolution of a range query, in seconds (start and end since 1970). */
export interface Window {
  readonly start: number
  readonly end: number
  readonly step: number
}

/** What came of one metric. Only `ok` and `partial` have points; the others say why there are none. */
export interface MetricResult {
  readonly id: string
  /** After the template's variables were filled in. */
  readonly query: string
  readonly source: string
  readonly unit?: string
  readonly window: Window
  /** Of a comparison in pairs: the side that the query was about; absent: it asked about none. */
  readonly side?: Side
  /** It is compared per request: its mean over the requests per second. */
  readonly per?: 'request'
  /** The parts of the window that are spoken of; absent: all of it. */
  readonly parts?: readonly Window[]
  /**
   * partial: less than 90 % of the window's points, an infinite point, a series without a value, or a warning of
   * Prometheus; no-data: an empty answer or no number in it; failed: no answer.
   */
  readonly state: 'ok' | 'partial' | 'no-data' | 'failed'
  readonly why?: string
  /** How many points of all series were infinite, and so are not among `series`; missing: none. */
  readonly infinite?: number
  readonly series: readonly Series[]
}

/** At how many times at least one of the series has a value. */
export function coveredPoints(series: readonly Series[]): number {
  return new Set(series.flatMap(({ points }) => points.map(([at]) => at))).size
}

/** `metrics/<id>.json`. */
export interface MetricDocument extends MetricResult {
  readonly schema: 'perf-action/metric/v1'
}

/** The result as it is published. */
export function metricDocument(result: MetricResult): MetricDocument {
  return { schema: 'perf-action/metric/v1', ...result }
}
