import type { Side } from './blocks.ts'
import { windowPoints } from './promql.ts'
import { coveredPoints, type MetricResult, type Series, type Window } from './series.ts'

/** What a Prometheus is asked; `unit`, `side` and `per` are handed on to the result. */
export interface RangeQuery {
  readonly id: string
  /** With its variables filled in. */
  readonly query: string
  readonly source: string
  readonly unit?: string
  readonly side?: Side
  readonly per?: 'request'
}

/** More series fit no chart and no memory, and a limit that was judged on some of them would prove nothing. */
export const MOST_SERIES = 200
const ENOUGH = 0.9

/** The result of a query that Prometheus refused or that was never answered. */
export function failedResult(query: RangeQuery, window: Window, why: string): MetricResult {
  return { ...basis(query, window), state: 'failed', why, series: [] }
}

/** Reads the body of a `query_range` answer with status 200. Anything that is not one is a failed result. */
export function readRangeAnswer(query: RangeQuery, window: Window, body: string): MetricResult {
  const answer = matrixOf(body)
  if ('why' in answer) return failedResult(query, window, answer.why)
  const { matrix, warnings } = answer
  if (matrix.length > MOST_SERIES)
    return failedResult(
      query,
      window,
      `more than ${MOST_SERIES} series: aggregate in the query, as in sum by (…) or max(…)`,
    )
  const entries = matrix.map(entryOf)
  const series = entries.filter(({ points }) => points.length > 0).map(({ labels, points }) => ({ labels, points }))
  const infinite = entries.reduce((sum, entry) => sum + entry.infinite, 0)
  const result = { ...basis(query, window), series, ...(infinite > 0 && { infinite }) }
  const said = (parts: readonly string[]) => [...parts, ...warnings].join('; ')
  if (matrix.length === 0)
    return { ...result, state: 'no-data', why: said(['Prometheus has no series for this query in the window']) }
  if (series.length === 0) {
    const none = `Prometheus has ${matrix.length} series, but no value that is a number (NaN, infinite or a histogram)`
    return { ...result, state: 'no-data', why: said([none]) }
  }
  const why = said(gaps({ series, window, infinite, asked: matrix.length }))
  return why === '' ? { ...result, state: 'ok' } : { ...result, state: 'partial', why }
}

interface Found extends Pick<MetricResult, 'series' | 'window'> {
  readonly infinite: number
  /** Series in the answer, those without a value among them. */
  readonly asked: number
}

/** What is missing in an answer that has values. */
function gaps({ series, window, infinite, asked }: Found): readonly string[] {
  const [points, expected, empty] = [coveredPoints(series), windowPoints(window), asked - series.length]
  return [
    ...(infinite > 0 ? [infinite === 1 ? '1 point is infinite' : `${infinite} points are infinite`] : []),
    ...(empty > 0 ? [`${empty} of ${asked} series ${empty === 1 ? 'has' : 'have'} no value that is a number`] : []),
    ...(points < ENOUGH * expected ? [`${points} of the window's ${expected} points have a value`] : []),
  ]
}

/** What an answer that is not of status 200 says: Prometheus' own error, the API server's message, or its first words. */
export function readRefusal(status: number, body: string): string {
  const { errorType, error, message, kind } = objectOf(parsed(body))
  const text = typeof error === 'string' ? error : typeof message === 'string' ? message : firstWords(body)
  const type = typeof errorType === 'string' ? `, ${errorType}` : ''
  const who = kind === 'Status' ? 'the API server' : 'Prometheus'
  return `${who} answered ${status}${type}${text === '' ? '' : `: ${text}`}`
}

function basis({ id, query, source, unit, side, per }: RangeQuery, window: Window) {
  return {
    ...{ id, query, source, ...(unit === undefined ? {} : { unit }), window },
    ...(side === undefined ? {} : { side }),
    ...(per === undefined ? {} : { per }),
  }
}

type Matrix = { readonly matrix: readonly unknown[]; readonly warnings: readonly string[] } | { readonly why: string }

function matrixOf(body: string): Matrix {
  const answer = parsed(body)
  const { status, data, error, warnings } = objectOf(answer)
  if (status === 'error') return { why: `Prometheus answered: ${String(error)}` }
  const { resultType, result } = objectOf(data)
  if (status !== 'success') return { why: `this is no answer of Prometheus: ${firstWords(body)}` }
  if (resultType !== 'matrix' || !Array.isArray(result))
    return { why: `a ${String(resultType)} where a matrix was asked for` }
  return { matrix: result, warnings: Array.isArray(warnings) ? warnings.map(String) : [] }
}

/** A series with its finite points, and how many are infinite. */
function entryOf(entry: unknown): Series & { readonly infinite: number } {
  const { metric, values } = objectOf(entry)
  const pairs = (Array.isArray(values) ? values : []).flatMap(pointOf)
  const points = pairs.filter(([, value]) => Number.isFinite(value))
  const labels = Object.fromEntries(Object.entries(objectOf(metric)).map(([name, value]) => [name, String(value)]))
  return { labels, points, infinite: pairs.length - points.length }
}

/** `[1700000000.5, "0.25"]`; a value may be infinite, which Prometheus writes as `+Inf` and `-Inf`. NaN is no point. */
function pointOf(pair: unknown): readonly (readonly [number, number])[] {
  if (!Array.isArray(pair)) return []
  const [at, text] = pair as readonly unknown[]
  if (typeof at !== 'number' || typeof text !== 'string' || text.trim() === '') return []
  const value = Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'))
  return Number.isFinite(at) && !Number.isNaN(value) ? [[at, value]] : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function firstWords(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
