import { variablesOf } from '../core/promql.ts'
import type { Sound } from './checks.ts'
import type { Complaint } from './complaint.ts'
import { example } from './shape.ts'

/** A query that asks of the target needs one. */
export function checkQueries({ test, unread }: Pick<Sound, 'test' | 'unread'>): readonly Complaint[] {
  const has = (key: 'target' | 'targets') => test[key] !== undefined || unread.has(key)
  if (has('target') || has('targets')) return []
  return Object.entries(test.metrics ?? {})
    .filter(([, { query }]) => variablesOf(query).includes('target'))
    .map(([id]) => ({
      path: ['metrics', id, 'query'],
      wrong: '`$target` stands for the target, and the test has none',
      ...example(['tests', 'any', 'target']),
    }))
}
