import { z } from 'zod'
import { growth } from './growth-section.ts'
import { MOST, many, maybe, number, text } from './section-fields.ts'

export { MOST }

const links = z.object({
  report: text.exactOptional(),
  results: text.exactOptional(),
  workflow: text.exactOptional(),
  commit: text.exactOptional(),
  check: text.exactOptional(),
})

const labelRow = z.object({
  label: text,
  count: number,
  errors: number,
  /** Of the successes, ms; null where none succeeded. */
  p50: maybe,
  p95: maybe,
  p99: maybe,
})

const limitRow = z.object({
  limit: text,
  actual: maybe,
  unit: text.exactOptional(),
  state: z.enum(['met', 'broken', 'no-data']),
  note: text.exactOptional(),
})

const checkRow = z.object({
  check: text,
  state: z.enum(['ok', 'warn', 'invalid', 'unknown']),
  note: text,
})

const metricRow = z.object({
  id: text,
  /** Of a comparison in pairs whose query was asked for both. */
  side: z.enum(['base', 'head']).exactOptional(),
  state: z.enum(['ok', 'partial', 'no-data', 'failed']),
  why: text.exactOptional(),
  unit: text.exactOptional(),
  avg: maybe,
  max: maybe,
  trend: many(maybe, MOST.columns),
})

const podRow = z.object({
  index: number,
  state: z.enum(['done', 'stopped', 'failed', 'missing']),
  node: text.exactOptional(),
  samples: number,
  cpu: maybe,
  throttled: maybe,
  memory: maybe,
  tail: many(text, 30),
})

/** Equal parts of the run's time; null where nothing succeeded. */
const course = z.object({
  seconds: number,
  p95: many(maybe, MOST.columns),
  rate: many(number, MOST.columns),
  errors: many(number, MOST.columns),
})

/** One thing that was compared; a ratio minus one, an error rate's a difference. `*`: what all labels share. */
const changeRow = z.object({
  label: text,
  metric: text,
  change: number,
  low: number,
  high: number,
  before: number.exactOptional(),
  after: number.exactOptional(),
  /** Of both; absent: ms. */
  unit: text.exactOptional(),
  better: z.enum(['lower', 'higher']).exactOptional(),
  per: z.literal('request').exactOptional(),
  /** regression: proven; warn: suspected; inconclusive: not ruled out. */
  outcome: z.enum(['pass', 'warn', 'regression', 'inconclusive', 'invalid']),
})

const comparison = z.object({
  state: z.enum(['compared', 'no-baseline', 'unread', 'not-judged']),
  notes: many(text, MOST.reasons),
  branch: text.exactOptional(),
  /** How many earlier runs; with `pairs` how many of them. */
  runs: number,
  /** Base and head in turns: the most pairs, and what the two ran. */
  pairs: z.object({ most: number, base: text.exactOptional(), head: text.exactOptional() }).exactOptional(),
  /** The newest of them: its commit, and by how many ms it began before this run. */
  newest: z.object({ revision: text, before: number.exactOptional() }).exactOptional(),
  changes: many(changeRow, MOST.changes),
  /** The smallest that would have been found 4 times in 5. */
  visible: z.object({ all: number.exactOptional(), one: number.exactOptional() }),
  falseAlarms: number.exactOptional(),
})

/** What a stress test asked step by step, and what came of it. */
const stress = z.object({
  /** Requests per second; `beyond`: at least so many. */
  capacity: z.object({ state: z.enum(['found', 'beyond']), load: number }).exactOptional(),
  steps: many(
    z.object({
      /** Requests per second, the successes among them, their p95 in ms, and the share of 1 that failed. */
      offered: number,
      achieved: number,
      p95: maybe,
      errors: number,
      threads: number.exactOptional(),
      /** It was not too much for the target. */
      borne: z.boolean(),
    }),
    MOST.steps,
  ),
})

const fact = z.object({ name: text, value: text, link: text.exactOptional() })

const base = { schema: z.literal('perf-action/section/v1'), test: text, revision: text.exactOptional(), links }

const resultSection = z.object({
  ...base,
  kind: z.literal('result'),
  outcome: z.enum(['pass', 'warn', 'regression', 'inconclusive', 'invalid']),
  reasons: many(text, MOST.reasons),
  limits: many(limitRow, MOST.limits),
  comparison: comparison.exactOptional(),
  /** Of an endurance test. */
  growth: growth.exactOptional(),
  /** The run that is to confirm what this one makes suspect. */
  next: text.exactOptional(),
  stress: stress.exactOptional(),
  labels: many(labelRow, MOST.labels),
  /** How many labels there were. */
  labelCount: number,
  course: course.exactOptional(),
  checks: many(checkRow, MOST.checks),
  metrics: many(metricRow, MOST.metrics),
  pods: many(podRow, MOST.pods),
  facts: many(fact, 40),
})

const noticeSection = z.object({
  ...base,
  kind: z.literal('notice'),
  notice: z.enum(['error', 'fork', 'cancelled']),
  /** What happened, and what to do. */
  message: text,
  hint: text.exactOptional(),
  code: text.exactOptional(),
})

const section = z.discriminatedUnion('kind', [resultSection, noticeSection])

/**
 * One test's part of the comment. It is stored in the bucket and rendered again, with other tests' sections, by later
 * runs: so it holds data and no Markdown, and every text in it is escaped when it is rendered.
 */
export type Section = z.infer<typeof section>
export type ResultSection = z.infer<typeof resultSection>
export type NoticeSection = z.infer<typeof noticeSection>
export type ComparisonPart = z.infer<typeof comparison>
export type StressPart = z.infer<typeof stress>
export type ChangeRow = z.infer<typeof changeRow>
export type LabelRow = z.infer<typeof labelRow>
export type Course = z.infer<typeof course>
export type PodRow = z.infer<typeof podRow>
export type MetricRow = z.infer<typeof metricRow>

/** A section as read from the bucket; undefined where it is none of ours, or of a version that we do not know. */
export function parseSection(untrusted: unknown): Section | undefined {
  const { data } = section.safeParse(untrusted)
  return data
}
