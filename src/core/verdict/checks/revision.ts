import { isCommit, sameRevision } from '../../revision.ts'
import type { Evidence } from '../evidence.ts'
import { type Revisions, revisionOf, revisionsOf } from '../revisions.ts'
import type { Check } from '../verdict.ts'

const CHECK = { check: 'revision', value: null, limit: null } as const

/**
 * What was loaded is what was to be judged: each target ran one revision all the time, the head that of the pull request,
 * and base and head two of them. Source: issue "What was judged is the pull request's code".
 */
export function checkRevision(evidence: Evidence): Check | undefined {
  const all = revisionsOf(evidence)
  if (all.length === 0) return undefined
  const faults = [...all.flatMap((one) => faultsOf(one, evidence)), ...same(all)]
  if (faults.length > 0) return { ...CHECK, state: 'invalid', note: faults.join('; ') }
  const said = all.map(({ side }) => `${nameOf(side, evidence)} ran ${revisionOf(all, side)}`)
  const silent = all.flatMap(({ probes }) => probes.flatMap(({ why }) => why ?? []))
  if (silent[0] === undefined) return { ...CHECK, state: 'ok', note: `${said.join(', ')} all the time` }
  return { ...CHECK, state: 'warn', note: `${said.join(', ')}, as far as was answered: ${silent[0]}` }
}

function faultsOf({ side, probes }: Revisions, evidence: Evidence): readonly string[] {
  const name = nameOf(side, evidence)
  const said = probes.flatMap(({ revision }) => revision ?? [])
  const [first] = said
  if (first === undefined)
    return [`${name} does not say what it runs${probes[0]?.why === undefined ? '' : ` (${probes[0].why})`}`]
  const other = said.find((revision) => !sameRevision(revision, first))
  if (other !== undefined)
    return [`${name} ran ${first} and then ${other}: deploy nothing while the load lasts, and measure again`]
  const { commit } = evidence
  if (side === 'base' || commit === undefined || !isCommit(first) || sameRevision(first, commit)) return []
  return [`${name} ran ${first}, and the pull request's head is ${commit}: deploy that, and measure again`]
}

function same(all: readonly Revisions[]): readonly string[] {
  const [base, head] = [revisionOf(all, 'base'), revisionOf(all, 'head')]
  if (base === undefined || head === undefined || !sameRevision(base, head)) return []
  return [`both targets run the same revision, ${head}: deploy the change to targets.head`]
}

function nameOf(side: Revisions['side'], { test }: Evidence): string {
  return test.pairs === undefined ? 'the target' : `the ${side}`
}
