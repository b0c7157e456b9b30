import { quote } from './fault.ts'
import type { Limit, Quantity } from './limit.ts'
import { type Reading, readDuration, readNumber, readRate, readShare, readSize } from './units.ts'

// A bound holds no comparison and no parenthesis, so the last `) <` of the text ends a label, whatever the label holds.
const LIMIT = /^(.*[^<>=\s])\s*(<=|>=|<|>)\s*([^<>=()]*)$/s
const METRIC = /^metric\((.*)\)\.([a-z]*)$/s
const QUANTITY = /^([^()]*?)\s*(?:\((.*)\))?$/s
const QUANTILE = /^p(\d{1,2}(?:\.\d{1,6})?)$/

/** The limit that a text says: `p95 < 400 ms`, `p99(POST /pay) < 900 ms`, `metric(cpu).max < 0.8`. Labels are verbatim. */
export function readLimit(text: string): Reading<Limit> {
  const match = text.length > 1000 ? null : LIMIT.exec(text.trim())
  if (match === null)
    return {
      ok: false,
      wrong: `${quote(text)} is not a limit: it has no <, <=, > or >= with a bound`,
      right: 'p95 < 400 ms',
    }
  const [, left = '', operator, bound = ''] = match
  const quantity = readQuantity(left)
  if (!quantity.ok) return quantity
  const value = readBound(quantity.value, bound.trim())
  if (!value.ok) return { ...value, right: `${left} ${operator} ${value.right}` }
  return {
    ok: true,
    value: { text: text.trim(), quantity: quantity.value, operator: operator as Limit['operator'], bound: value.value },
  }
}

function readQuantity(text: string): Reading<Quantity> {
  if (/^metric\b/.test(text)) return readMetric(text)
  const [, name = text, label] = QUANTITY.exec(text) ?? []
  if (label === '')
    return { ok: false, wrong: `${quote(text)} has no label in its parentheses`, right: `${name}(POST /pay)` }
  const of = label === undefined ? {} : { label }
  if (name === 'error-rate' || name === 'throughput') return { ok: true, value: { kind: name, ...of } }
  if (name === 'capacity' || name === 'recovery') {
    if (label === undefined) return { ok: true, value: { kind: name } }
    return { ok: false, wrong: `${quote(name)} is of the whole target, not of ${quote(label)}`, right: name }
  }
  if (name === 'mean' || name === 'max') return { ok: true, value: { kind: 'latency', statistic: name, ...of } }
  const percent = QUANTILE.exec(name)?.[1]
  const quantile = Number(`${percent}e-2`) // not divided: 99.9 / 100 is not 0.999
  if (percent !== undefined && quantile > 0)
    return { ok: true, value: { kind: 'latency', statistic: { quantile }, ...of } }
  return {
    ok: false,
    wrong: `${quote(name)} is not a quantity: p50 … p99.9, mean, max, error-rate, throughput, metric(id).max, capacity or recovery`,
    right: 'p95 < 400 ms',
  }
}

function readMetric(text: string): Reading<Quantity> {
  const [, id = '', statistic = ''] = METRIC.exec(text) ?? []
  if (id !== '' && (statistic === 'max' || statistic === 'min' || statistic === 'avg' || statistic === 'last'))
    return { ok: true, value: { kind: 'metric', id, statistic } }
  return {
    ok: false,
    wrong: `${quote(text)} is not a metric with one of .max, .min, .avg and .last`,
    right: 'metric(cpu).max < 0.8',
  }
}

function readBound(quantity: Quantity, bound: string): Reading<number> {
  switch (quantity.kind) {
    case 'latency':
    case 'recovery':
      return readLatency(bound)
    case 'error-rate':
      return readErrorRate(bound)
    case 'throughput':
    case 'capacity':
      return readRate(bound)
    case 'metric': {
      const size = readSize(bound)
      return size.ok ? size : readNumber(bound)
    }
  }
}

function readLatency(bound: string): Reading<number> {
  const ms = readDuration(bound)
  if (ms.ok) return ms
  return { ...ms, right: /^\d+(\.\d+)?$/.test(bound) ? `${bound} ms` : '400 ms' }
}

function readErrorRate(bound: string): Reading<number> {
  const share = readShare(bound)
  if (!share.ok || share.value <= 1) return share
  return { ok: false, wrong: `${quote(bound)} is more than all`, right: '0.5 %' }
}
