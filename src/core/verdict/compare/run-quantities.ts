import type { MetricResult } from '../../series.ts'
import type { Summary } from '../../summary.ts'
import type { RunQuantities } from '../quantities.ts'

/** What of one run (or of one block of it) is compared with other runs, after its warm-up. */
export function runQuantities(_summary: Summary, _metrics: readonly MetricResult[], _block?: string): RunQuantities {
  return { labels: [], throughput: 0, metrics: {} }
}
