import { blocksOf, type Side } from '../../src/core/blocks.ts'
import { mergeSummaries, summaryOf as summaryOfBlocks } from '../../src/core/jtl/merge.ts'
import type { HttpTest } from '../../src/core/plan.ts'
import type { BlockEnd, PodManifest, Probe } from '../../src/core/spec.ts'
import type { BlockSummary } from '../../src/core/summary.ts'
import type { Evidence } from '../../src/core/verdict/evidence.ts'
import { HEALTHY, httpTest, podSamples, RUN, START } from './evidence.ts'
import { noise, type Sample, summaryOf } from './load.ts'

export const BASE = 'a'.repeat(40)
export const HEAD = '3f2a1bc94d5e6f708192a3b4c5d6e7f801234567'

/** A test of two pods, blocks of two minutes, at most so many pairs. */
export function pairedTest({ most = 6, ...change }: Partial<HttpTest> & { readonly most?: number } = {}): HttpTest {
  const to = (name: string) => ({
    url: `http://${name}.shop.svc:8080`,
    revision: `http://${name}.shop.svc:8080/revision`,
  })
  const pairs = { base: to('base'), head: to('head'), most }
  const load = { rate: 40, rampMs: 30_000, durationMs: 120_000 }
  return httpTest({ ...load, compare: { with: 'pairs' }, pairs, target: pairs.head, ...change })
}

export interface PairedScene {
  readonly test?: HttpTest
  /** Blocks that were made; default: of three pairs. */
  readonly blocks?: number
  /** Changes a sample of a block, or takes it away. */
  readonly change?: (sample: Sample, side: Side, n: number, block: string) => Sample | undefined
  /** Changes the end of a block. */
  readonly end?: (end: BlockEnd, side: Side, pod: number) => BlockEnd
  /** Changes the manifest of a pod, or takes it away. */
  readonly pod?: (manifest: PodManifest) => PodManifest | undefined
}

const BETWEEN_MS = 10_000

/** The evidence of a run in pairs; without any change nothing differs but by noise. */
export function pairedEvidence({
  test = pairedTest(),
  blocks = 6,
  change = (same) => same,
  end = (same) => same,
  pod = (same) => same,
}: PairedScene = {}): Evidence {
  const made = blocksOf(test).slice(0, blocks)
  const manifests = Array.from({ length: test.pods }, (_, index): PodManifest | undefined => {
    const parts = made.map(({ id }, place): { summary: BlockSummary; end: BlockEnd; rows: number } => {
      const side: Side = id.endsWith('base') ? 'base' : 'head'
      const startAt = START + place * (test.durationMs + BETWEEN_MS)
      const samples = samplesOf({ index, place, test }).flatMap((sample, n) => {
        const changed = change(sample, side, n, id)
        return changed === undefined ? [] : [{ ...changed, at: changed.at - START + startAt }]
      })
      const [block] = summaryOf(samples).blocks
      const probe = (at: number): Probe => ({ at, revision: side === 'base' ? BASE : HEAD })
      const over = startAt + test.durationMs + 400
      const whole: BlockEnd = {
        ...{ block: id, startAt, startedAt: startAt + 12 * index, endedAt: over, exit: 0, finished: true },
        ...{ health: HEALTHY, probes: [probe(startAt - 1000), probe(over + 100)], chunks: [] },
      }
      return { summary: { ...block!, block: id }, end: end(whole, side, index), rows: samples.length }
    })
    const rows = { read: parts.reduce((sum, one) => sum + one.rows, 0), skipped: 0 }
    return pod({
      ...{ schema: 'perf-action/manifest/v1', run: RUN, index, pod: `${RUN}-${index}-x7k2p`, state: 'done' },
      node: `fargate-ip-10-0-1-${10 + index}`,
      blocks: parts.map((part) => part.end),
      summary: summaryOfBlocks(
        parts.map(({ summary }) => summary),
        rows,
        [],
      ),
      tail: [],
    })
  })
  const summary = mergeSummaries(manifests.flatMap((manifest) => (manifest ? [manifest.summary] : [])))
  return { test, run: RUN, summary, manifests, metrics: [], commit: HEAD }
}

/** No two blocks the same: some percent of their level are of the block. */
function samplesOf({ index, place, test }: { index: number; place: number; test: HttpTest }): readonly Sample[] {
  const level = 1 + 0.02 * (noise(place * 31 + 5) - 0.5)
  return podSamples(index + 100 * (place + 1), { seconds: test.durationMs / 1000, perSecond: 20 }).map((sample) => ({
    ...sample,
    elapsed: Math.round(sample.elapsed * level),
    lag: 0,
  }))
}

/** The head is slower in one label. */
export const slowerPay =
  (share: number) =>
  (sample: Sample, side: Side): Sample =>
    side === 'head' && sample.label === 'POST /pay'
      ? { ...sample, elapsed: Math.round(sample.elapsed * (1 + share)) }
      : sample
