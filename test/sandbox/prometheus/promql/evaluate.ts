import type { Labels, Sample, StoredSeries } from '../samples.ts'
import { type Aggregate, type Expression, type Matcher, type Operator, QueryFailure } from './expression.ts'
import { rateOf } from './rate.ts'

/** A value with its labels at one time; a scalar has its value alone. */
interface Element {
  readonly labels: Labels
  readonly value: number
}
type Value = number | readonly Element[]

export interface Matrix {
  readonly labels: Labels
  /** Seconds since 1970 and value. */
  readonly values: readonly (readonly [number, number])[]
}

/** In seconds. */
export interface Window {
  readonly start: number
  readonly end: number
  readonly step: number
}

/** How long a value stands for the present, in ms; Prometheus' own default. */
const LOOKBACK_MS = 300_000

/** The value of an expression at every step of a window, by its series. */
export function evaluateRange(
  expression: Expression,
  stored: readonly StoredSeries[],
  { start, end, step }: Window,
): readonly Matrix[] {
  const found = new Map<string, { readonly labels: Labels; readonly values: (readonly [number, number])[] }>()
  for (let index = 0; start + index * step <= end + 1e-9; index++) {
    const at = start + index * step
    const value = evaluate(expression, stored, Math.round(at * 1000))
    for (const one of typeof value === 'number' ? [{ labels: {}, value }] : value) {
      const key = keyOf(one.labels)
      const series = found.get(key) ?? { labels: one.labels, values: [] }
      series.values.push([at, one.value])
      found.set(key, series)
    }
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => series)
}

function evaluate(expression: Expression, stored: readonly StoredSeries[], atMs: number): Value {
  switch (expression.is) {
    case 'number':
      return expression.value
    case 'selector':
      return select(stored, expression.matchers).flatMap(({ labels, samples }) =>
        element(labels, present(samples, atMs)),
      )
    case 'rate':
      return select(stored, expression.of).flatMap(({ labels, samples }) =>
        element(nameless(labels), rateOf(samples, { startMs: atMs - expression.rangeMs, endMs: atMs })),
      )
    case 'aggregate': {
      const inner = evaluate(expression.of, stored, atMs)
      if (typeof inner === 'number')
        throw new QueryFailure(
          400,
          'bad_data',
          `invalid parameter "query": 1:1: parse error: expected type instant vector in aggregation expression, got scalar`,
        )
      return aggregated(inner, expression.op, expression.by)
    }
    case 'binary':
      return combined(expression.op, evaluate(expression.left, stored, atMs), evaluate(expression.right, stored, atMs))
  }
}

function element(labels: Labels, value: number | undefined): readonly Element[] {
  return value === undefined ? [] : [{ labels, value }]
}

function present(samples: readonly Sample[], atMs: number): number | undefined {
  const last = samples.findLast(({ at }) => at <= atMs)
  return last && last.at > atMs - LOOKBACK_MS ? last.value : undefined
}

const TESTS: Readonly<Record<Matcher['op'], (value: string, wanted: string) => boolean>> = {
  '=': (value, wanted) => value === wanted,
  '!=': (value, wanted) => value !== wanted,
  '=~': (value, wanted) => new RegExp(`^(?:${wanted})$`, 's').test(value),
  '!~': (value, wanted) => !new RegExp(`^(?:${wanted})$`, 's').test(value),
}

function select(stored: readonly StoredSeries[], matchers: readonly Matcher[]): readonly StoredSeries[] {
  return stored.filter(({ labels }) => matchers.every(({ label, op, value }) => TESTS[op](labels[label] ?? '', value)))
}

const REDUCE: Readonly<Record<Aggregate, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
}

function aggregated(inner: readonly Element[], op: Aggregate, by: readonly string[]): readonly Element[] {
  const kept = (labels: Labels) =>
    Object.fromEntries(by.flatMap((label) => (labels[label] ? [[label, labels[label]]] : [])))
  const groups = Map.groupBy(inner, ({ labels }) => keyOf(kept(labels)))
  return [...groups.values()].map((group) => ({
    labels: kept(group[0]?.labels ?? {}),
    value: REDUCE[op](group.map(({ value }) => value)),
  }))
}

const OPERATE: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
}

function combined(op: Operator, left: Value, right: Value): Value {
  const operate = OPERATE[op]
  if (typeof left === 'number' && typeof right === 'number') return operate(left, right)
  if (typeof left !== 'number' && typeof right !== 'number')
    throw new QueryFailure(422, 'execution', "the sandbox's Prometheus does not calculate with two vectors")
  const [vector, apply] =
    typeof left === 'number'
      ? [right as readonly Element[], (value: number) => operate(left, value)]
      : [left, (value: number) => operate(value, right as number)]
  return vector.map(({ labels, value }) => ({ labels: nameless(labels), value: apply(value) }))
}

function nameless({ __name__: _, ...labels }: Labels): Labels {
  return labels
}

function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).toSorted())
}
