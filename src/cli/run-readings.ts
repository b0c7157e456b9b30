import { type PrometheusSources, readSources, readTokens, withTokens } from '../action/prometheus-input.ts'
import { readDuration } from '../core/units.ts'
import type { Given } from './command.ts'
import type { Complaints } from './complaints.ts'

/** The most time for one run, ms; undefined: nothing is said of it. */
export function readTimeout(given: Given, complaints: Complaints): number | undefined {
  const text = given.text('timeout')
  return text === undefined ? undefined : complaints.read('timeout', readDuration(text))
}

/** Where metrics come from, with their tokens. */
export function readPrometheus(given: Given, complaints: Complaints): PrometheusSources {
  const sources = readSources(given.list('prometheus').join('\n'))
  const told = given.list('prometheus-token').join('\n')
  const lent = given.list('prometheus').length > 0 ? (process.env['PROMETHEUS_TOKEN'] ?? '') : ''
  const tokens = complaints.read('prometheus-token', readTokens(told === '' ? lent : told, sources))
  return withTokens(complaints.read('prometheus', sources) ?? {}, tokens ?? {})
}
