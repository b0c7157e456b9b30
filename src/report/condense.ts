import { count, duration, rate } from '../core/figure.ts'
import type { Test } from '../core/plan.ts'
import type { MetricResult } from '../core/series.ts'
import type { PodManifest } from '../core/spec.ts'
import { judgedSummary } from '../core/verdict/parts.ts'
import { clean } from './clean.ts'
import { comparisonPart } from './comparison-part.ts'
import { growthPart } from './growth-part.ts'
import { labelRows, totalRow } from './label-rows.ts'
import type { Result } from './result.ts'
import { type Course, type MetricRow, MOST, type PodRow, type ResultSection } from './section.ts'
import { stressPart } from './stress-part.ts'
import { timeline } from './timeline.ts'

/** A judged run → its section of the comment. */
export function condense(result: Result): ResultSection {
  const { run, revision, verdict, metrics, links } = result
  const summary = judgedSummary(run.test, result.summary, verdict.stress)
  const rows = labelRows(summary)
  const total = totalRow(summary)
  const course = courseOf(result)
  const compared = verdict.findings.filter(({ growth }) => growth === undefined)
  return {
    schema: 'perf-action/section/v1',
    kind: 'result',
    test: cut(run.test.name),
    ...(revision === undefined ? {} : { revision: cut(revision) }),
    links,
    outcome: verdict.outcome,
    reasons: verdict.reasons.slice(0, MOST.reasons).map(cut),
    limits: verdict.limits.slice(0, MOST.limits).map((limit) => ({
      ...limit,
      limit: cut(limit.limit),
      ...(limit.note === undefined ? {} : { note: cut(limit.note) }),
    })),
    ...(verdict.comparison === undefined ? {} : { comparison: comparisonPart(verdict.comparison, compared) }),
    ...(verdict.endurance === undefined ? {} : { growth: growthPart(verdict.endurance, verdict.findings) }),
    ...(result.next === undefined ? {} : { next: cut(result.next.run) }),
    ...(verdict.stress === undefined ? {} : { stress: stressPart(verdict.stress) }),
    labels: [...(total ? [total] : []), ...rows]
      .slice(0, MOST.labels)
      .map((row) => ({ ...row, label: cut(row.label) })),
    labelCount: rows.length,
    ...(course === undefined ? {} : { course }),
    checks: verdict.checks.slice(0, MOST.checks).map(({ check, state, note }) => ({ check, state, note: cut(note) })),
    metrics: metrics.slice(0, MOST.metrics).map(metricRow),
    pods: podRows(result).slice(0, MOST.pods),
    facts: factsOf(result),
  }
}

function cut(untrusted: string): string {
  return clean(untrusted, MOST.text)
}

function courseOf({ run, summary }: Result): Course | undefined {
  if (run.test.pairs !== undefined) return undefined // two targets in turns have no course
  if (run.test.steps !== undefined) return undefined // its steps are shown one by one
  const moments = timeline(summary, MOST.columns)
  if (moments.length < 3) return undefined
  return {
    seconds: (summary.total.last - summary.total.first) / 1000,
    p95: moments.map(({ p95 }) => p95),
    rate: moments.map((moment) => moment.rate),
    errors: moments.map(({ errors }) => errors),
  }
}

function metricRow({ id, side, state, why, unit, window, series }: MetricResult): MetricRow {
  const points = series.flatMap((one) => one.points)
  const values = points.map(([, value]) => value)
  const columns = Math.min(MOST.columns, 30)
  const width = Math.max(window.step, (window.end - window.start + window.step) / columns)
  const parts = Map.groupBy(points, ([at]) =>
    Math.min(columns - 1, Math.max(0, Math.floor((at - window.start) / width))),
  )
  return {
    id: cut(id),
    ...(side === undefined ? {} : { side }),
    state,
    ...(why === undefined ? {} : { why: cut(why) }),
    ...(unit === undefined ? {} : { unit: cut(unit) }),
    avg: mean(values),
    max: values.length === 0 ? null : values.reduce((most, value) => Math.max(most, value)),
    trend:
      values.length === 0
        ? []
        : Array.from({ length: columns }, (_, i) => mean((parts.get(i) ?? []).map(([, v]) => v))),
  }
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

function podRows({ run, manifests, verdict }: Result): readonly PodRow[] {
  const troubled = verdict.outcome === 'invalid'
  return Array.from({ length: Math.max(run.test.pods, manifests.length) }, (_, index) => {
    const pod = manifests[index]
    if (pod === undefined)
      return { index, state: 'missing', samples: 0, cpu: null, throttled: null, memory: null, tail: [] }
    return {
      index,
      state: pod.state,
      ...(pod.node === undefined ? {} : { node: cut(pod.node) }),
      samples: pod.summary.total.count,
      ...healthOf(pod),
      tail: troubled && index < 3 ? pod.tail.slice(-15).map((line) => clean(line, 300)) : [],
    }
  })
}

function healthOf({ blocks }: PodManifest): Pick<PodRow, 'cpu' | 'throttled' | 'memory'> {
  const most = (values: readonly (number | undefined)[]) => {
    const known = values.filter((value) => value !== undefined)
    return known.length === 0 ? null : Math.max(...known)
  }
  return {
    cpu: most(blocks.map(({ health }) => health.cpu?.p95)),
    throttled: most(blocks.map(({ health }) => health.throttled)),
    memory: most(blocks.map(({ health }) => health.memory?.peak)),
  }
}

function factsOf({ run, commit, summary, links, next, screened }: Result): ResultSection['facts'] {
  const { test } = run
  const load = [
    `${count(test.pods)} ${test.pods === 1 ? 'pod' : 'pods'}`,
    ...(test.threads === undefined ? [] : [`${count(test.threads)} ${test.threads === 1 ? 'thread' : 'threads'}`]),
    ...(test.rate === undefined || test.steps !== undefined ? [] : [rate(test.rate)]),
    `${inBlocks(test)}${duration(test.durationMs)}${test.rampMs > 0 ? ` with a ramp of ${duration(test.rampMs)}` : ''}`,
  ]
  const { count: samples, first, last } = summary.total
  return [
    { name: 'Test', value: `${test.profile} test by ${test.generator}, ${test.image}` },
    { name: 'Load', value: load.join(', ') },
    ...targetsOf(test),
    ...(samples === 0
      ? []
      : [{ name: 'Measured', value: `${utc(first)} to ${utc(last)} UTC, ${duration(last - first)}` }]),
    { name: 'Run', value: run.id },
    ...(screened === undefined ? [] : [{ name: 'Suspected by', value: screened.run, link: screened.url }]),
    ...(next === undefined ? [] : [{ name: 'To be confirmed by', value: next.run, link: next.url }]),
    ...(run.namespace === '' ? [] : [{ name: 'Namespace', value: run.namespace }]),
    ...(commit === undefined
      ? []
      : [{ name: 'Flux commit', value: commit, ...(links.commit === undefined ? {} : { link: links.commit }) }]),
  ].map((fact) => ({ ...fact, value: cut(fact.value) }))
}

function inBlocks({ pairs, steps, rate: asked }: Test): string {
  if (pairs !== undefined) return `at most ${count(pairs.most)} pairs of blocks of `
  if (steps === undefined) return ''
  const [from = 0, to = 0] = [steps[0], steps.at(-1)]
  const span = asked === undefined ? `${count(from)} to ${count(to)} threads` : `${rate(from)} to ${rate(to)}`
  return `${count(steps.length)} steps from ${span} and the first once more, each of `
}

function targetsOf({ target, pairs }: Test): readonly { readonly name: string; readonly value: string }[] {
  if (pairs !== undefined)
    return [
      { name: 'Base', value: pairs.base.url },
      { name: 'Head', value: pairs.head.url },
    ]
  return target === undefined ? [] : [{ name: 'Target', value: target.url }]
}

/** 2026-11-02 10:00:00. */
function utc(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}
