import { quote } from '../core/fault.ts'
import type { Sound } from './checks.ts'
import type { Complaint } from './complaint.ts'
import { example } from './shape.ts'

const LEAVE_OUT = 'the same without it'

/** What two targets and a comparison in pairs must be to one another. */
export function checkPairs({ test, unread }: Pick<Sound, 'test' | 'unread'>): readonly Complaint[] {
  const { compare = {}, target, targets } = test
  if (unread.has('compare') || unread.has('targets')) return []
  const inPairs = compare.with === 'pairs'
  const complaints: Complaint[] = []
  const complain = (path: readonly string[], wrong: string, right: { readonly right?: string }) =>
    complaints.push({ path, part: 'key', wrong, ...right })
  if (inPairs && targets === undefined)
    complain(['compare', 'with'], 'a comparison in pairs needs `targets`', example(['tests', 'any', 'targets']))
  if (targets !== undefined && !inPairs)
    complain(['targets'], '`targets` are for a comparison in pairs', { right: '`compare: {with: pairs}`' })
  if (targets !== undefined && target !== undefined)
    complain(['target'], '`target` says nothing beside `targets`', { right: LEAVE_OUT })
  if (targets !== undefined && targets.base.url === targets.head.url)
    complain(['targets', 'head'], '`targets.head` is the same as `targets.base`', example(['tests', 'any', 'targets']))
  const idle = inPairs ? ['strict' as const] : (['pairs', 'reset'] as const)
  for (const key of idle)
    if (compare[key] !== undefined) complain(['compare', key], idleWords(key, inPairs), { right: LEAVE_OUT })
  return complaints
}

function idleWords(key: string, inPairs: boolean): string {
  return `${quote(`compare.${key}`)} says nothing where runs are ${inPairs ? '' : 'not '}compared in pairs`
}
