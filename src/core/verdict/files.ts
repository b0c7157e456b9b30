import { stepId } from '../blocks.ts'
import type { HttpTest, Test } from '../plan.ts'
import type { PodManifest } from '../spec.ts'
import type { LabelBlock, Summary } from '../summary.ts'
import { type BlockCheck, checkBlocks } from './checks/blocks.ts'
import { checkErrors } from './checks/errors.ts'
import { checkLag } from './checks/lag.ts'
import { checkSamples } from './checks/pods.ts'
import { checkRows } from './checks/rows.ts'
import { checkSymmetry } from './checks/symmetry.ts'
import { checkWarmUp } from './checks/warm-up.ts'
import type { Evidence } from './evidence.ts'
import { asBlocksSay, hasPairs } from './paired-blocks.ts'
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
  const test = asMeasured('generator' in known ? known : unknownTest(known, last - first), summary)
  const manifest: PodManifest = {
    schema: 'perf-action/manifest/v1',
    run,
    index: 0,
    pod: run,
    state: 'done',
    blocks: summary.blocks.map(({ block, labels }) => ({
      block,
      ...timesOf(labels, { first, last }),
      finished: true,
      health: { readings: 0 },
      chunks: [],
    })),
    summary,
    tail: [],
  }
  return { test, run, summary, manifests: [manifest], metrics: [] }
}

function timesOf(labels: readonly LabelBlock[], whole: { readonly first: number; readonly last: number }) {
  const startedAt = labels.reduce((least, { first }) => Math.min(least, first), whole.last)
  const endedAt = labels.reduce((most, { last }) => Math.max(most, last), whole.first)
  return labels.length === 0
    ? { startAt: whole.first, startedAt: whole.first, endedAt: whole.last }
    : { startAt: startedAt, startedAt, endedAt }
}

/** Only a summary has blocks, which are steps or pairs: else it is one load, whatever the test is. */
function asMeasured(test: Test, summary: Summary): Test {
  const { pairs, confirm: _, steps, ...made } = asBlocksSay(test, summary)
  const stepped = steps !== undefined && summary.blocks.some(({ block }) => block === stepId(1))
  const kept = { ...(stepped ? { steps } : {}), ...(pairs !== undefined && hasPairs(summary) ? { pairs } : {}) }
  return { ...made, ...kept, pods: 1 } as Test
}

/** The checks that samples alone can answer; most basic first. */
export function checkFiles(evidence: Evidence): readonly Check[] {
  const ofTheRun = [checkSamples, checkRows, alike].map((check) => check(evidence))
  return [...ofTheRun, ...checkBlocks(evidence, OF_SAMPLES)].filter((check) => check !== undefined)
}

const OF_SAMPLES: readonly BlockCheck[] = [
  { check: checkErrors, steps: 'borne' },
  { check: openModelLag, steps: 'borne' },
  { check: checkWarmUp, steps: 'none' },
]

/** Where nobody has said how the load was made, the slower side may have had fewer samples. */
function alike(evidence: Evidence): Check | undefined {
  return evidence.test.rate === UNKNOWN_RATE ? undefined : checkSymmetry(evidence)
}

/** Nobody has said how the load was made: only a generator that writes its lag can be late. */
function openModelLag(evidence: Evidence): Check | undefined {
  const told = evidence.summary.blocks.some(({ labels }) => labels.some(({ lag }) => lag.size > 0))
  return told ? checkLag(evidence) : undefined
}

const UNKNOWN_RATE = 0

function unknownTest({ name, limits }: Pick<Test, 'name' | 'limits'>, durationMs: number): HttpTest {
  return {
    name,
    limits,
    profile: 'load',
    generator: 'http',
    image: '',
    pods: 1,
    size: { cpuMillis: 0, memoryBytes: 0 },
    rate: UNKNOWN_RATE, // the load of a generator that writes its lag follows the clock
    rampMs: 0,
    durationMs,
    properties: {},
    metrics: [],
    requests: [],
    target: { url: '' },
  }
}
