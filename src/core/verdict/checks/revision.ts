import { isCommit, readable, sameRevision } from '../../revision.ts'
import type { Evidence } from '../evidence.ts'
import { type Revisions, revisionOf, revisionsOf } from '../revisions.ts'
import type { Check } from '../verdict.ts'

const CHECK = { check: 'revision', value: null, limit: null } as const

/**
 * What was loaded is what was to be judged: each target ran one revision all the time, the head that of the pull request
 * and the base another one. Where nobody can tell, base and head that ran the same one are compared all the same: that is
 * how people try what noise there is. Source: issue "What was judged is the pull request's code".
 */
export function checkRevision(evidence: Evidence): Check | undefined {
  const all = revisionsOf(evidence)
  if (all.length === 0) return undefined
  const faults = all.flatMap((one) => faultsOf(one, evidence))
  if (faults.length > 0) return { ...CHECK, state: 'invalid', note: faults.join('; ') }
  const said = all.map(({ side }) => `${nameOf(side, evidence)} ran ${readable(revisionOf(all, side) ?? '')}`)
  const silent = all.flatMap(({ probes }) => probes.flatMap(({ why }) => why ?? []))
  const notes = [
    ...same(all),
    ...(silent[0] === undefined ? [] : [`${said.join(', ')}, as far as was answered: ${silent[0]}`]),
  ]
  if (notes.length === 0) return { ...CHECK, state: 'ok', note: `${said.join(', ')} all the time` }
  return { ...CHECK, state: 'warn', note: notes.join('; ') }
}

function faultsOf({ side, probes }: Revisions, evidence: Evidence): readonly string[] {
  const name = nameOf(side, evidence)
  const said = probes.flatMap(({ revision }) => revision ?? [])
  const [first] = said
  if (first === undefined)
    return [`${name} does not say what it runs${probes[0]?.why === undefined ? '' : ` (${probes[0].why})`}`]
  const other = probes.find(({ revision }) => revision !== undefined && !sameRevision(revision, first))
  if (other?.revision !== undefined)
    return [
      probes.some(({ at, revision }) => at === other.at && revision === first)
        ? `${name} ran ${readable(first)} and ${readable(other.revision)} at once: wait for the end of its rollout, and measure again`
        : `${name} ran ${readable(first)} and then ${readable(other.revision)}: deploy nothing while the load lasts, and measure again`,
    ]
  const { commit } = evidence
  if (commit === undefined) return []
  const own = sameRevision(first, commit)
  if (side === 'base' && own)
    return [
      `${name} ran ${first}, which is the pull request's own head: deploy the branch that it goes to, and measure again`,
    ]
  if (side === 'base' || own || !isCommit(first)) return []
  return [`${name} ran ${first}, and the pull request's head is ${commit}: deploy that, and measure again`]
}

function same(all: readonly Revisions[]): readonly string[] {
  const [base, head] = [revisionOf(all, 'base'), revisionOf(all, 'head')]
  if (base === undefined || head === undefined || !sameRevision(base, head)) return []
  return [
    `base and head ran the same revision, ${readable(head)}, and differ by noise alone: what changes the code must be deployed to targets.head`,
  ]
}

function nameOf(side: Revisions['side'], { test }: Evidence): string {
  return test.pairs === undefined ? 'the target' : `the ${side}`
}
