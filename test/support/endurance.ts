import type { HttpTest, Metric } from '../../src/core/plan.ts'
import type { MetricResult } from '../../src/core/series.ts'
import type { Evidence } from '../../src/core/verdict/evidence.ts'
import { httpTest, type LoadShape, manifest, metricResult, podSamples, RUN, START } from './evidence.ts'
import { noise } from './load.ts'

const SECOND = 1000

/** An endurance test of one pod over two hours, its ramp ten minutes, with the memory of the target. */
export function enduranceTest(change: Partial<HttpTest> = {}): HttpTest {
  const metrics: readonly Metric[] = [{ id: 'heap', query: 'heap', source: 'default', better: 'lower', unit: 'bytes' }]
  return httpTest({
    ...{ name: 'soak', profile: 'endurance', pods: 1, threads: 10, metrics },
    ...{ rampMs: 600 * SECOND, durationMs: 7200 * SECOND, ...change },
  })
}

const MIB = 2 ** 20

/** A heap of 200 MiB that is collected now and then, and what `more` adds by the share of the run's time. */
export function heap(more: (u: number) => number = () => 0, id = 'heap'): MetricResult {
  const window = { start: START / SECOND, end: START / SECOND + 7200, step: 10 }
  const points = Array.from({ length: 721 }, (_, i) => {
    const saw = 60 * ((i % 17) / 17)
    return [window.start + 10 * i, Math.round(MIB * (200 + saw + 6 * noise(i) + more(i / 720)))] as const
  })
  return metricResult(id, { window, unit: 'bytes', query: id, series: [{ labels: {}, points }] })
}

export interface LongScene {
  readonly test?: HttpTest
  readonly change?: LoadShape['change']
  readonly metrics?: readonly MetricResult[]
}

/** The evidence of a long run: samples of five minutes, spread over two hours; without any change nothing grows. */
export function longEvidence({ test = enduranceTest(), change, metrics = [heap()] }: LongScene = {}): Evidence {
  const { summary, manifests } = change === undefined ? calm() : measured(change)
  return { test, run: RUN, summary, manifests, metrics }
}

let made: ReturnType<typeof measured> | undefined

function calm() {
  made ??= measured()
  return made
}

function measured(change?: LoadShape['change']) {
  const shape: LoadShape = { seconds: 300, perSecond: 40, ...(change === undefined ? {} : { change }) }
  const samples = podSamples(0, shape).map((sample) => ({ ...sample, at: START + (sample.at - START) * 24 }))
  const pod = manifest(0, samples)
  const blocks = pod.blocks.map((block) => ({ ...block, endedAt: START + 7200 * SECOND + 400 }))
  return { summary: pod.summary, manifests: [{ ...pod, blocks }] }
}
