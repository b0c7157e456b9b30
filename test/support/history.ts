import { createHash } from 'node:crypto'
import { baselineOf, type History } from '../../src/core/baseline.ts'
import { fingerprint } from '../../src/core/fingerprint.ts'
import type { HistoryRecord } from '../../src/core/history.ts'
import { metricDigests } from '../../src/core/metric-digest.ts'
import type { Test } from '../../src/core/plan.ts'
import { runId } from '../../src/core/run.ts'
import type { RunQuantities } from '../../src/core/verdict/quantities.ts'
import { httpTest, START } from './evidence.ts'
import { noise } from './load.ts'

const HOUR = 3_600_000

/** Quantities of a run whose labels had these p95s, in ms. */
export function quantities(p95: Readonly<Record<string, number>>, throughput = 40): RunQuantities {
  const labels = Object.entries(p95).map(([label, ms]) => ({
    ...{ label, count: 3000, errors: 0 },
    quantiles: { p50: { ln: Math.log(ms / 3) }, p95: { ln: Math.log(ms), variance: 1e-4 } },
  }))
  return { labels, throughput, metrics: {} }
}

/** A record of the run before last `ago` hours of START. */
export function record(change: Partial<HistoryRecord> & { readonly ago?: number } = {}): HistoryRecord {
  const { ago = 2, ...rest } = change
  const at = START - ago * HOUR
  return {
    schema: 'perf-action/history/v1',
    test: 'checkout',
    run: runId(at, new Uint8Array(6).fill(ago)),
    at,
    branch: 'main',
    revision: 'abcdef1234567890abcdef1234567890abcdef12',
    fingerprint: fingerprint(httpTest()),
    restart: false,
    quantities: quantities({ 'POST /pay': 400, 'POST /cart': 200 }),
    ...rest,
  }
}

/** As runs differ from one another: by a few percent that all labels share, and by some of their own. */
export function varied({ labels, throughput, metrics }: RunQuantities, seed: number): RunQuantities {
  const shared = 0.06 * (noise(seed * 7 + 1) - 0.5)
  return {
    throughput: throughput * (1 + 0.01 * (noise(seed * 7 + 2) - 0.5)),
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([id, value], i) => [id, value * (1 + 0.04 * (noise(seed * 7 + 5 + i) - 0.5))]),
    ),
    labels: labels.map((label, i) => {
      const own = shared + 0.05 * (noise(seed * 7 + 3 + i * 101) - 0.5)
      const moved = Object.entries(label.quantiles).map(([name, held]) => [name, { ...held, ln: held.ln + own }])
      return { ...label, quantiles: Object.fromEntries(moved) }
    }),
  }
}

/** Earlier runs of a test as they were read, `like` one run and no two the same. */
export function historyOf(
  test: Test,
  like: RunQuantities,
  { runs = 7, fresh = [] }: { readonly runs?: number; readonly fresh?: readonly string[] } = {},
): History {
  const records = Array.from({ length: runs }, (_, n) =>
    record({
      ago: 2 + 24 * n,
      fingerprint: fingerprint(test),
      revision: createHash('sha1').update(String(n)).digest('hex'),
      quantities: varied(like, n + 1),
      queries: metricDigests(test.metrics),
    }),
  )
  const baseline = baselineOf({ branch: 'main', fingerprint: fingerprint(test), records })
  return { state: 'read', baseline, acceptance: { fresh, all: fresh } }
}
