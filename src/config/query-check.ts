import { nearest, quote } from '../core/fault.ts'
import { QUERY_VARIABLES, unknownVariables, variablesOf } from '../core/promql.ts'
import type { Sound } from './checks.ts'
import type { Complaint } from './complaint.ts'
import { example } from './shape.ts'

/** A query has no variable but ours, and one that asks of the target needs one. */
export function checkQueries({ test, unread }: Pick<Sound, 'test' | 'unread'>): readonly Complaint[] {
  const queries = Object.entries(test.metrics ?? {}).map(([id, { query }]) => ({
    path: ['metrics', id, 'query'],
    query,
  }))
  const unknown = queries.flatMap(({ path, query }) =>
    unknownVariables(query).map((variable) => ({ path, ...nothing(variable) })),
  )
  const has = (key: 'target' | 'targets') => test[key] !== undefined || unread.has(key)
  if (has('target') || has('targets')) return unknown
  const homeless = queries
    .filter(({ query }) => variablesOf(query).includes('target'))
    .map(({ path }) => ({
      path,
      wrong: '`$target` stands for the target, and the test has none',
      ...example(['tests', 'any', 'target']),
    }))
  return [...unknown, ...homeless]
}

/** What was meant: one of ours, a range in the place of Grafana's, or a group of label_replace. */
function nothing(variable: string) {
  const names = Object.keys(QUERY_VARIABLES).map((name) => `$${name}`)
  const grafanas = /^\$\{?__/.test(variable)
  const right = nearest(variable, names) ?? (grafanas ? '1m' : `$${variable}`)
  return { wrong: `${quote(variable)} stands for nothing in a query (known: ${names.join(', ')})`, right: quote(right) }
}
