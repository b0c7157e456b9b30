import { csvField } from './csv-field.ts'
import type { MetricResult } from './series.ts'

/** RFC 4180: one row a time, one column a series, empty where a series has no value then. Times are in UTC. */
export function metricCsv({ id, series }: MetricResult): string {
  const names = series.map(({ labels }) => seriesName(id, labels))
  const columns = series.map(({ points }) => new Map(points))
  const times = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b)
  const rows = times.map((at) => [
    new Date(at * 1000).toISOString(),
    ...columns.map((column) => String(column.get(at) ?? '')),
  ])
  return [['time', ...names], ...rows].map((row) => `${row.map(quote).join(',')}\r\n`).join('')
}

/** As PromQL writes it: `{instance="a",pod="b"}`; the metric's id where there are no labels. */
export function seriesName(id: string, labels: Readonly<Record<string, string>>): string {
  const { __name__: name, ...rest } = labels
  const pairs = Object.entries(rest).map(([label, value]) => `${label}=${JSON.stringify(value)}`)
  return pairs.length === 0 ? (name ?? id) : `${name ?? ''}{${pairs.join(',')}}`
}

/** A label that a spreadsheet would take for a formula is defused with an apostrophe; numbers stay numbers. */
function quote(cell: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(cell) ? `'${cell}` : cell
  return csvField(safe)
}
