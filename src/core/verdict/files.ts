import type { HttpTest, Test } from '../plan.ts'
import type { PodManifest } from '../spec.ts'
import type { Summary } from '../summary.ts'
import { checkErrors } from './checks/errors.ts'
import { checkLag } from './checks/lag.ts'
import { checkSamples } from './checks/pods.ts'
import { checkRows } from './checks/rows.ts'
import { checkWarmUp } from './checks/warm-up.ts'
import type { Evidence } from './evidence.ts'
import type { Check } from './verdict.ts'

/** Results of which nothing is known but what their samples say: no pods, no Job, no metrics. */
export interface FileEvidence extends Evidence {
  readonly metrics: readonly []
}

/** What is known of the test that the results are of; without one, only its limits count. */
export type KnownTest = Test | Pick<Test, 'name' | 'limits'>

/** The evidence of result files, as if one pod had measured them. `run` names them to people. */
export function fileEvidence(summary: Summary, known: KnownTest, run: string): FileEvidence {
  const { first, last } = summary.total
  const test: Test = 'generator' in known ? ofOnePod(known) : unknownTest(known, last - first)
  const manifest: PodManifest = {
    schema: 'perf-action/manifest/v1',
    run,
    index: 0,
    pod: run,
    state: 'done',
    blocks: summary.blocks.map(({ block }) => ({
      block,
      startAt: first,
      startedAt: first,
      endedAt: last,
      finished: true,
      health: { readings: 0 },
      chunks: [],
    })),
    summary,
    tail: [],
  }
  return { test, run, summary, manifests: [manifest], metrics: [] }
}

/** Files do not tell base from head: they are one load, whatever the test is. */
function ofOnePod({ pairs: _, ...test }: Test): Test {
  return { ...test, pods: 1 } as Test
}

/** The checks that samples alone can answer; most basic first. */
export function checkFiles(evidence: Evidence): readonly Check[] {
  const checks = [checkSamples, checkRows, checkErrors, openModelLag, checkWarmUp].map((check) => check(evidence))
  return checks.filter((check) => check !== undefined)
}

/** Nobody has said how the load was made: only a generator that writes its lag can be late. */
function openModelLag(evidence: Evidence): Check | undefined {
  const told = evidence.summary.blocks.some(({ labels }) => labels.some(({ lag }) => lag.length > 0))
  return told ? checkLag(evidence) : undefined
}

function unknownTest({ name, limits }: Pick<Test, 'name' | 'limits'>, durationMs: number): HttpTest {
  return {
    name,
    limits,
    profile: 'load',
    generator: 'http',
    image: '',
    pods: 1,
    size: { cpuMillis: 0, memoryBytes: 0 },
    rate: 0, // the load of a generator that writes its lag follows the clock
    rampMs: 0,
    durationMs,
    properties: {},
    metrics: [],
    requests: [],
    target: { url: '' },
  }
}
