import { duration, share } from '../../figure.ts'
import type { BlockEnd, PodManifest } from '../../spec.ts'
import { type Evidence, reported } from '../evidence.ts'
import { together } from '../steady.ts'
import type { Check } from '../verdict.ts'

const INVALID = 0.1
const WARN = 0.05
/** A JVM takes a second or two of a load's begin and end, however long the load is. */
const ALLOWED_MS = 5000
/** Fewer samples than these do not tell a pause from the end. */
const TELLING = 10

/** Load was made for the time that was asked for, by every pod that came to its own end; the shortest counts. */
export function checkLength(evidence: Evidence): Check | undefined {
  const { durationMs, generator } = evidence.test
  const loads = reported(evidence)
    .filter(({ summary }) => summary.total.count > 0)
    .flatMap(loadsOf)
  const [shortest] = loads.sort((a, b) => a.ms - b.ms)
  if (shortest === undefined) return undefined
  const missing = durationMs - shortest.ms
  const most = Math.max(INVALID * durationMs, ALLOWED_MS)
  const state = missing > most ? 'invalid' : missing > Math.max(WARN * durationMs, ALLOWED_MS) ? 'warn' : 'ok'
  const value = shortest.ms / durationMs
  const base = { check: 'load-duration', value, limit: Math.max(0, 1 - most / durationMs), unit: 'share' } as const
  const spans = `${duration(shortest.ms)} of the ${duration(durationMs)} asked for`
  if (state === 'ok') return { ...base, state, note: `load was made for ${spans}` }
  return {
    ...base,
    state,
    note: `pod ${shortest.index} made load for ${spans} (${share(value)}); ${REMEDY[generator]}`,
  }
}

const REMEDY = {
  jmeter: 'the plan came to its end before its time: let its thread groups loop for ever and read ${__P(duration)}',
  http: "the generator came to its end before its time: see the pods' logs in the workflow's log",
} as const

interface Load {
  readonly index: number
  readonly ms: number
}

/** How long each block of a pod lasted; those that ended badly are told by `pods-ended`. */
function loadsOf(manifest: PodManifest): readonly Load[] {
  if (manifest.state !== 'done') return []
  return manifest.blocks
    .filter(({ exit, finished }) => exit === 0 && finished)
    .map((block) => ({ index: manifest.index, ms: Math.max(0, loadEnd(manifest, block) - block.startedAt) }))
}

/** The generator's end, or its last sample's where more than the longest pause between samples lies in between. */
function loadEnd({ summary }: PodManifest, { block, endedAt }: BlockEnd): number {
  const labels = summary.blocks.find((each) => each.block === block)?.labels ?? []
  if (labels.reduce((sum, { count }) => sum + count, 0) < TELLING) return endedAt
  const { widthMs, slices } = together(labels)
  const pauses = slices.slice(1).map(({ at }, i) => at - (slices[i]?.at ?? at))
  return Math.min(endedAt, Math.max(...labels.map(({ last }) => last)) + Math.max(widthMs, ...pauses))
}
