import { count, duration } from '../../figure.ts'
import type { BlockEnd, PodManifest } from '../../spec.ts'
import { type Evidence, reported } from '../evidence.ts'
import { partsOf } from '../parts.ts'
import type { Check } from '../verdict.ts'
import { graded } from './graded.ts'

/** The Job itself: what ended badly in Kubernetes. */
export function checkJob({ job }: Evidence): Check | undefined {
  if (job === undefined) return undefined
  return { check: 'job', value: null, limit: null, state: 'invalid', note: job }
}

/** Every index has left its manifest. */
export function checkReported(evidence: Evidence): Check {
  const { pods } = evidence.test
  const missing = Array.from({ length: pods }, (_, index) => index).filter((index) => !evidence.manifests[index])
  const here = pods - missing.length
  const base = { check: 'pods-reported', value: here, limit: pods } as const
  if (missing.length === 0)
    return { ...base, state: 'ok', note: pods === 1 ? 'the pod reported' : `all ${count(pods)} pods reported` }
  const which =
    here === 0 ? `none of the ${count(pods)} pods reported` : `the result is partial: ${named(missing)} did not report`
  return { ...base, state: 'invalid', note: `${which}; see the pods' events and logs in the workflow's log` }
}

/** No pod failed or was stopped, and every generator came to its own end. */
export function checkEnds(evidence: Evidence): Check | undefined {
  const manifests = reported(evidence)
  if (manifests.length === 0) return undefined
  const bad = manifests.filter((manifest) => badEnd(manifest) !== undefined)
  const groups = [...Map.groupBy(bad, badEnd)]
  const faults = groups.map(([fault, pods]) => `${named(pods.map(({ index }) => index))} ${fault}`)
  const base = { check: 'pods-ended', value: manifests.length - bad.length, limit: manifests.length } as const
  if (bad.length === 0) return { ...base, state: 'ok', note: 'every load generator came to its own end' }
  return {
    ...base,
    state: 'invalid',
    note: [...faults.slice(0, 3), ...(faults.length > 3 ? ['and more'] : [])].join('; '),
  }
}

/** By SIGKILL, which is how the kernel ends what takes more memory than its container has. */
const KILLED = 137
const MEMORY = 'killed, mostly for want of memory: give the test more (size.memory), or more pods'

function badEnd({ state, message, blocks }: PodManifest): string | undefined {
  const because = message === undefined ? '' : `: ${message}`
  const killed = blocks.some(({ exit }) => exit === KILLED)
  if (state === 'failed') return `failed${because}${killed ? ` (${MEMORY})` : ''}`
  if (state === 'stopped') return `was stopped before its end${because}`
  if (blocks.length === 0) return 'made no load'
  const bad = blocks.find((block) => block.exit !== 0 || !block.finished)
  return bad && endInWords(bad)
}

function endInWords({ exit, finished }: BlockEnd): string {
  if (exit === undefined) return 'lost its load generator: no exit code was seen'
  if (exit !== 0) return `lost its load generator: exit code ${exit}${exit === KILLED ? ` (${MEMORY})` : ''}`
  return finished ? '' : 'has a load generator that ended without saying that it was done'
}

/** There are samples, from every pod, and in every block of pairs. Generators end with 0 even when they made none. */
export function checkSamples(evidence: Evidence): Check {
  const { count: samples } = evidence.summary.total
  const base = { check: 'samples', value: samples, limit: 1 } as const
  const plan = evidence.test.generator === 'jmeter' ? ', and does the plan have an enabled thread group' : ''
  const remedy = `is the target reachable from the cluster${plan}?`
  if (samples === 0) return { ...base, state: 'invalid', note: `there are no samples at all; ${remedy}` }
  const idle = reported(evidence).filter(({ summary }) => summary.total.count === 0)
  const indexes = idle.map(({ index }) => index)
  if (indexes.length > 0)
    return {
      ...base,
      state: 'invalid',
      note: `${named(indexes)} made no samples; ${remedy}`,
    }
  const [empty, ...more] = emptyBlocks(evidence)
  if (empty !== undefined)
    return {
      ...base,
      state: 'invalid',
      note: `block ${empty}${more.length === 0 ? '' : ` and ${count(more.length)} more`} made no samples; ${remedy}`,
    }
  return { ...base, state: 'ok', note: `${count(samples)} samples` }
}

/** A step that is too much for its target may have none. */
function emptyBlocks(evidence: Evidence): readonly string[] {
  if (evidence.test.pairs === undefined) return []
  return partsOf(evidence).flatMap(({ block, evidence: { summary } }) => (summary.total.count === 0 ? [block] : []))
}

/** All pods began together. */
export function checkStart(evidence: Evidence): Check | undefined {
  const starts = reported(evidence).flatMap(({ blocks }) => blocks.slice(0, 1).map(({ startedAt }) => startedAt))
  if (starts.length < 2) return undefined
  const skew = Math.max(...starts) - Math.min(...starts)
  return graded({
    check: 'start-skew',
    value: skew,
    unit: 'ms',
    warn: 1000,
    invalid: 5000,
    note: `the pods began within ${duration(skew)}`,
    remedy: 'the load was not what was asked for while some pods were not there; look at clocks and at slow pods',
  })
}

/** 0, 1, 2, 5 → `pods 0–2, 5`. */
function named(indexes: readonly number[]): string {
  const spans: [number, number][] = []
  for (const index of indexes) {
    const last = spans.at(-1)
    if (last !== undefined && last[1] === index - 1) last[1] = index
    else spans.push([index, index])
  }
  const list = spans.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
  return `${indexes.length === 1 ? 'pod' : 'pods'} ${list}`
}
