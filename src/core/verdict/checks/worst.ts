import type { Evidence } from '../evidence.ts'
import type { Part } from '../parts.ts'
import type { Check } from '../verdict.ts'

const ORDER: readonly Check['state'][] = ['invalid', 'warn', 'unknown', 'ok']

/** A check of each block by itself: the worst of them speaks for all, and says which it is. */
export function worstOf(check: (evidence: Evidence) => Check | undefined, parts: readonly Part[]): Check | undefined {
  const found = parts.flatMap(({ block, evidence }) => {
    const result = check(evidence)
    return result === undefined ? [] : [{ block, result }]
  })
  const state = ORDER.find((one) => found.some(({ result }) => result.state === one))
  const same = found.filter(({ result }) => result.state === state)
  const [first] = same
  if (first === undefined) return undefined
  if (parts.length === 1) return first.result
  return { ...first.result, note: `${first.result.note} (block ${first.block}${alike(same.length, found.length)})` }
}

/** How many other blocks are in the same state. */
function alike(same: number, all: number): string {
  if (same === 1) return ''
  return same === all ? ', the others likewise' : ` and ${same - 1} more`
}
