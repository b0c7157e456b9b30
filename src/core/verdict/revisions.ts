import { blocksOf, type Side } from '../blocks.ts'
import type { Probe } from '../spec.ts'
import { type Evidence, reported } from './evidence.ts'

/** What all probes of one target said, those of the pods and those of the runner, in the order of time. */
export interface Revisions {
  readonly side: Side
  readonly probes: readonly Probe[]
}

/** By target, as far as it was asked: of a test with one target that is the head. */
export function revisionsOf(evidence: Evidence): readonly Revisions[] {
  const { pairs, target } = evidence.test
  const asked: readonly Side[] = [
    ...(pairs?.base.revision === undefined ? [] : ['base' as const]),
    ...((pairs?.head ?? target)?.revision === undefined ? [] : ['head' as const]),
  ]
  return asked.map((side) => {
    const ids = blocksOf(evidence.test)
      .filter(({ id }) => pairs === undefined || id.endsWith(`-${side}`))
      .map(({ id }) => id)
    const ends = reported(evidence).flatMap(({ blocks }) => blocks.filter(({ block }) => ids.includes(block)))
    const probes = [...ends.flatMap(({ probes: told = [] }) => told), ...(evidence.revisions?.[side] ?? [])]
    return { side, probes: probes.sort((a, b) => a.at - b.at) }
  })
}

/** The first that the target of a side said. */
export function revisionOf(all: readonly Revisions[], side: Side): string | undefined {
  const probes = all.find((one) => one.side === side)?.probes ?? []
  return probes.find(({ revision }) => revision !== undefined)?.revision
}
