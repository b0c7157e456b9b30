import { baselineOf, type History } from '../../src/core/baseline.ts'
import { blocksOf } from '../../src/core/blocks.ts'
import { fingerprint } from '../../src/core/fingerprint.ts'
import { mergeSummaries, summaryOf as summaryOfBlocks } from '../../src/core/jtl/merge.ts'
import type { Limit } from '../../src/core/limit.ts'
import type { HttpTest } from '../../src/core/plan.ts'
import type { Block, BlockEnd, PodManifest } from '../../src/core/spec.ts'
import type { BlockSummary } from '../../src/core/summary.ts'
import type { Evidence } from '../../src/core/verdict/evidence.ts'
import type { Capacity } from '../../src/core/verdict/stress/capacity.ts'
import { HEALTHY, httpTest, limit, RUN, START } from './evidence.ts'
import { record } from './history.ts'
import { noise, type Sample, summaryOf } from './load.ts'

export const capacityLimit = (bound: number): Limit => ({
  ...{ text: `capacity > ${bound}/s`, quantity: { kind: 'capacity' }, operator: '>', bound },
})
export const recoveryLimit = (ms: number): Limit => ({
  ...{ text: `recovery < ${ms / 1000} s`, quantity: { kind: 'recovery' }, operator: '<', bound: ms },
})

/** A test in steps of a minute from 10 to 80 requests per second. */
export function stressTest(change: Partial<HttpTest> = {}): HttpTest {
  const { threads: _, ...load } = httpTest()
  const steps = [10, 20, 30, 40, 50, 60, 70, 80]
  const times = { rampMs: 6000, durationMs: 60_000 }
  return { ...load, profile: 'stress', rate: 80, steps, ...times, limits: [limit.p95(400)], ...change }
}

/** A target that serves so many requests at once, each in so long; the others wait in line. */
export interface Shop {
  readonly workers: number
  readonly serviceMs: number
  /** A request that would wait for longer is refused, and fails at once. */
  readonly patienceMs?: number
}

export interface StressScene {
  readonly test?: HttpTest
  readonly shop?: Shop
  /** Changes a sample of a block. */
  readonly change?: (sample: Sample, block: string) => Sample
  readonly end?: (end: BlockEnd) => BlockEnd
}

const BETWEEN_MS = 8000
const LABELS = ['GET /products', 'POST /cart', 'POST /pay'] as const

/** The evidence of a stress test: by nothing but its shop. It bears 1000 workers / serviceMs requests per second: 50. */
export function stressEvidence({
  test = stressTest(),
  shop = { workers: 3, serviceMs: 60 },
  change = (same) => same,
  end = (same) => same,
}: StressScene = {}): Evidence & { readonly test: HttpTest } {
  const blocks = blocksOf(test).map((block, place) => {
    const startAt = START + place * (test.durationMs + BETWEEN_MS)
    return { block, startAt, samples: served(block, { startAt, shop }).map((sample) => change(sample, block.id)) }
  })
  const manifests = Array.from({ length: test.pods }, (_, index): PodManifest => {
    const parts = blocks.map(({ block, startAt, samples }): { summary: BlockSummary; end: BlockEnd } => {
      const own = samples.filter((_, n) => n % test.pods === index)
      const [summary] = summaryOf(own).blocks
      const over = Math.max(startAt + test.durationMs, ...own.map(({ at, elapsed }) => at + elapsed)) + 300
      const times = { startAt, startedAt: startAt, endedAt: over, exit: 0, finished: true }
      return {
        summary: { ...summary!, block: block.id },
        end: end({ block: block.id, ...times, health: HEALTHY, chunks: [] }),
      }
    })
    const summaries = parts.map(({ summary }) => summary)
    const read = summaries.reduce((sum, { labels }) => sum + labels.reduce((n, { count }) => n + count, 0), 0)
    return {
      ...{ schema: 'perf-action/manifest/v1', run: RUN, index, pod: `${RUN}-${index}-x7k2p`, state: 'done' },
      node: `fargate-ip-10-0-1-${10 + index}`,
      blocks: parts.map((part) => part.end),
      summary: summaryOfBlocks(summaries, { read, skipped: 0 }, []),
      tail: [],
    }
  })
  const summary = mergeSummaries(manifests.map((manifest) => manifest.summary))
  return { test, run: RUN, summary, manifests, metrics: [] }
}

interface Served {
  readonly startAt: number
  readonly shop: Shop
}

/** One line before all workers, the first come the first served. */
function served(block: Block, { startAt, shop }: Served): readonly Sample[] {
  const { rate = 0, rampMs, durationMs } = block
  const { workers, serviceMs, patienceMs = Number.POSITIVE_INFINITY } = shop
  const free = Array<number>(workers).fill(startAt)
  const count = Math.floor((rate * (durationMs - rampMs / 2)) / 1000)
  return Array.from({ length: count }, (_, n): Sample => {
    const inRamp = (rate * rampMs) / 2000
    const at = startAt + (n < inRamp ? Math.sqrt((2000 * n * rampMs) / rate) : (n * 1000) / rate + rampMs / 2)
    const next = free.indexOf(Math.min(...free))
    const begin = Math.max(at, free[next]!)
    const about = { label: LABELS[n % LABELS.length]!, at: Math.round(at), lag: 0 }
    if (begin - at > patienceMs) return { ...about, elapsed: 2, failed: ['503', 'Service Unavailable'] }
    const took = serviceMs * (0.8 + 0.4 * noise(Math.round(rate) * 100_000 + n))
    free[next] = begin + took
    return { ...about, elapsed: Math.round(begin + took - at) }
  })
}

/** Earlier runs that bore so many requests per second; a number is what was found. */
export function stressHistory(test: HttpTest, loads: readonly (number | Capacity)[]): History {
  const records = loads.map((load, n) =>
    record({
      ago: 2 + 24 * n,
      fingerprint: fingerprint(test),
      quantities: {
        ...{ labels: [], throughput: 0, metrics: {} },
        capacity: typeof load === 'number' ? { state: 'found', load, cause: 'saturated' } : load,
      },
    }),
  )
  const baseline = baselineOf({ branch: 'main', fingerprint: fingerprint(test), records })
  return { state: 'read', baseline, acceptance: { fresh: [], all: [] } }
}
