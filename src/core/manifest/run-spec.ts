import { blocksOf } from '../blocks.ts'
import type { Test } from '../plan.ts'
import type { Run } from '../run.ts'
import type { PlanSource, RunSpec } from '../spec.ts'

const SHORT_MS = 120_000
const BRIEF_MS = 60_000

/** What the pods of a run need to know. */
export function runSpec(run: Run, plan?: PlanSource): RunSpec {
  const { test } = run
  return {
    schema: 'perf-action/spec/v1',
    run: run.id,
    test: test.name,
    pods: test.pods,
    generator: test.generator,
    bucket: run.bucket,
    prefix: run.prefix,
    region: run.region,
    ...(run.kmsKeyId === undefined ? {} : { kmsKeyId: run.kmsKeyId }),
    blocks: blocksOf(test),
    ...(plan === undefined ? {} : { plan }),
    ...(test.generator === 'http' ? { requests: test.requests } : {}),
    properties: test.properties,
    chunkSeconds: test.durationMs < SHORT_MS ? 10 : 30,
    progressSeconds: test.durationMs < BRIEF_MS ? 1 : 5,
    barrierSeconds: 600,
    overtimeSeconds: overtime(test),
  }
}

/** Time for a JVM to start, or for the last requests to time out. */
function overtime(test: Test): number {
  const timeouts = test.generator === 'http' ? test.requests.map(({ timeoutMs }) => timeoutMs) : []
  return Math.ceil(Math.max(120_000, ...timeouts.map((ms) => ms + 30_000)) / 1000)
}
