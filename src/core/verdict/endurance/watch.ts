import { count, duration } from '../../figure.ts'
import type { Evidence } from '../evidence.ts'
import type { Finding } from '../finding.ts'
import { worst } from '../outcome.ts'
import type { Shown } from '../shown.ts'
import type { Check } from '../verdict.ts'
import type { Span } from './blocks.ts'
import type { Endurance } from './endurance.ts'
import { findGrowth } from './found.ts'
import { growthReasons } from './reasons.ts'
import { timeThatCounts } from './time-that-counts.ts'
import type { Watched } from './watched.ts'
import { watchedLoad } from './watched-load.ts'
import { watchedMetrics } from './watched-metrics.ts'

/** What an endurance run shows over its time. */
export interface Growing {
  readonly endurance: Endurance
  readonly findings: readonly Finding[]
  readonly shown: Shown
}

const DAY = 86_400_000

/** Everything of a run that is watched, and what of it cannot be. undefined: there is too little time. */
export interface Watching {
  readonly span: Span
  readonly watched: readonly Watched[]
  readonly unknown: readonly string[]
  readonly notes: readonly string[]
}

/** Whether anything grew over the time of an endurance run, and when it would reach its limit; of other runs undefined. */
export function judgeGrowth(evidence: Evidence, checks: readonly Check[]): Growing | undefined {
  const { test } = evidence
  if (test.profile !== 'endurance') return undefined
  const base = { horizonMs: test.horizonMs ?? DAY, notes: [] }
  if (checks.some(({ state }) => state === 'invalid'))
    return { endurance: { ...base, state: 'not-judged' }, findings: [], shown: { reasons: [] } }
  const watching = watch(evidence)
  if (watching === undefined) {
    const shown: Shown = { outcome: 'inconclusive', reasons: [tooShort(evidence)] }
    return { endurance: { ...base, state: 'too-short' }, findings: [], shown }
  }
  const { span, watched, unknown, notes } = watching
  const found = findGrowth(watched, { span, horizonMs: base.horizonMs })
  const all = [...found.map(({ finding }) => finding.outcome), ...unknown.map(() => 'inconclusive' as const)]
  const outcome = worst(all) as Exclude<Shown['outcome'], undefined>
  const endurance: Endurance = { ...base, ...span, state: 'judged', outcome, notes: [...unknown, ...notes] }
  const shown: Shown = { outcome, reasons: growthReasons(found, endurance, unknown) }
  return { endurance, findings: found.map(({ finding }) => finding), shown }
}

/** What is watched in a run. */
export function watch(evidence: Evidence): Watching | undefined {
  const span = timeThatCounts(evidence)
  const load = span && watchedLoad(evidence, span)
  if (span === undefined || load === undefined) return undefined
  const metrics = watchedMetrics(evidence, span)
  return {
    span,
    watched: [...metrics.watched, ...load.watched],
    unknown: metrics.unknown,
    notes: [...metrics.notes, ...tooFew(load.few), ...(evidence.test.metrics.length === 0 ? [NO_METRICS] : [])],
  }
}

const NO_METRICS =
  'No metric of the target is watched: name its memory under `metrics`, else a leak is seen only once it makes the target slow.'

const NAMED = 5

function tooFew(few: readonly string[]): readonly string[] {
  if (few.length === 0) return []
  const more = few.length > NAMED ? ` and ${count(few.length - NAMED)} more` : ''
  return [`Too few successes to watch ${few.slice(0, NAMED).join(', ')}${more}.`]
}

function tooShort(evidence: Evidence): string {
  const span = timeThatCounts(evidence)
  const { first, last } = evidence.summary.total
  const counts = span === undefined ? 'nothing' : duration(Math.max(0, span.to - span.from))
  return `Too short to tell whether anything grows: of ${duration(last - first)} ${counts} counts, without the ramp and the first fifth, and it takes 24 s. Run it for longer.`
}
