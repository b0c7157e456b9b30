import { nearest, quote } from '../core/fault.ts'
import type { Complaint } from './complaint.ts'

export interface Choice<T> {
  readonly chosen: readonly T[]
  readonly unknown: readonly Complaint[]
}

/** The tests that `names` asks for, each once, in its order; a name that no test has is a complaint. */
export function choose<T extends { readonly name: string }>(
  tests: readonly T[],
  names: readonly string[] | 'all',
): Choice<T> {
  if (names === 'all') return { chosen: tests, unknown: [] }
  const known = new Map(tests.map((test) => [test.name, test]))
  const wanted = [...new Set(names)]
  return {
    chosen: wanted.flatMap((name) => known.get(name) ?? []),
    unknown: wanted.filter((name) => !known.has(name)).map((name) => unknownTest(name, [...known.keys()])),
  }
}

function unknownTest(name: string, known: readonly string[]): Complaint {
  const meant = nearest(name, known)
  const list = known.map((word) => quote(word, 40)).join(', ')
  return {
    path: ['tests'],
    part: 'key',
    wrong: `there is no test ${quote(name)} (known: ${list || 'none'})`,
    ...(meant === undefined ? {} : { right: quote(meant) }),
  }
}
