import { quote } from '../core/fault.ts'
import type { Sound } from './checks.ts'
import type { Complaint } from './complaint.ts'
import { example } from './shape.ts'

const LEAVE_OUT = 'the same without it'

/** What two targets and a comparison that loads both must be to one another. */
export function checkPairs({ test, unread }: Pick<Sound, 'test' | 'unread'>): readonly Complaint[] {
  const { compare = {}, target, targets } = test
  if (unread.has('compare') || unread.has('targets')) return []
  const { with: how } = compare
  const both = how === 'pairs' || how === 'screen'
  const complaints: Complaint[] = []
  const complain = (path: readonly string[], wrong: string, right: { readonly right?: string }) =>
    complaints.push({ path, part: 'key', wrong, ...right })
  if (both && targets === undefined)
    complain(['compare', 'with'], `${NEEDS[how]} needs \`targets\``, example(['tests', 'any', 'targets']))
  if (targets !== undefined && !both)
    complain(['targets'], '`targets` are for a comparison in pairs', { right: '`compare: {with: pairs}`' })
  if (targets !== undefined && target !== undefined)
    complain(['target'], '`target` says nothing beside `targets`', { right: LEAVE_OUT })
  if (targets !== undefined && sameUrl(targets.base.url, targets.head.url))
    complain(['targets', 'head'], '`targets.head` is the same as `targets.base`', example(['tests', 'any', 'targets']))
  for (const [key, why] of Object.entries(IDLE[how ?? 'history']))
    if (compare[key as Key] !== undefined)
      complain(['compare', key], `${quote(`compare.${key}`)} says nothing ${why}`, { right: LEAVE_OUT })
  return complaints
}

/** However its host is written, and whether its port is that of its protocol. */
function sameUrl(one: string, other: string): boolean {
  return URL.parse(one)?.href === URL.parse(other)?.href
}

const NEEDS = { pairs: 'a comparison in pairs', screen: 'a screen, which is confirmed in pairs,' } as const

type Key = 'pairs' | 'reset' | 'strict'

const NOT_IN_PAIRS = 'where runs are not compared in pairs'

/** The keys that say nothing, by what runs are compared with, and where. */
const IDLE: Readonly<Record<'none' | 'history' | 'screen' | 'pairs', Readonly<Partial<Record<Key, string>>>>> = {
  none: { pairs: NOT_IN_PAIRS, reset: NOT_IN_PAIRS },
  history: { pairs: NOT_IN_PAIRS, reset: NOT_IN_PAIRS },
  screen: { pairs: 'of a screen: three pairs confirm what it suspects', strict: 'of a screen, which pairs confirm' },
  pairs: { strict: 'where runs are compared in pairs' },
}
