import { blockId, blocksOf, type Side } from '../blocks.ts'
import { summaryOf } from '../jtl/merge.ts'
import type { Test } from '../plan.ts'
import type { Summary } from '../summary.ts'
import { blockTime, metricsWithin } from './block-metrics.ts'
import { type Evidence, reported } from './evidence.ts'
import { borneBlocks } from './stress/borne-blocks.ts'
import type { Stress } from './stress/stress.ts'

/** A block of a run, as if the run had been nothing else. */
export interface Part {
  readonly block: string
  readonly evidence: Evidence
}

/**
 * A run in pairs or in steps block by block, each a load of its own; another run as it is. Of pairs those blocks that every
 * pod has: one may have come to the end of a block before it heard that none is needed any more.
 */
export function partsOf(evidence: Evidence): readonly Part[] {
  const made = reported(evidence).map(({ blocks }) => new Set(blocks.map(({ block }) => block)))
  const whole = (id: string) =>
    evidence.test.pairs === undefined ? made.some((ids) => ids.has(id)) : made.every((ids) => ids.has(id))
  const blocks = made.length === 0 ? [] : blocksOf(evidence.test).filter(({ id }) => whole(id))
  const { test } = evidence
  if ((test.pairs === undefined && test.steps === undefined) || blocks.length === 0) return [{ block: '', evidence }]
  return blocks.map(({ id, rate, threads }) => {
    const load = { ...(rate === undefined ? {} : { rate }), ...(threads === undefined ? {} : { threads }) }
    return { block: id, evidence: { ...withBlocks(evidence, [id]), test: { ...test, ...load } } }
  })
}

/** How many pairs are whole, from the first on: every pod has both of their blocks. */
export function wholePairs(evidence: Evidence): number {
  const most = evidence.test.pairs?.most ?? 0
  const pods = evidence.manifests.map((pod) => new Set(pod?.blocks.map(({ block }) => block)))
  const whole = (pair: number) =>
    pods.every((blocks) => blocks.has(blockId(pair, 'base')) && blocks.has(blockId(pair, 'head')))
  const pairs = Array.from({ length: most }, (_, i) => i + 1)
  const broken = pairs.find((pair) => !whole(pair))
  return broken === undefined ? most : broken - 1
}

/** The evidence of the blocks of one side of the whole pairs. */
export function sideOf(evidence: Evidence, side: Side): Evidence {
  const pairs = Array.from({ length: wholePairs(evidence) }, (_, i) => i + 1)
  return withBlocks(
    evidence,
    pairs.map((pair) => blockId(pair, side)),
  )
}

/** What of a run its limits, and the tables of its reports, speak of: in pairs the head alone, of a stress test what was borne. */
export function judgedSummary({ pairs }: Test, summary: Summary, stress?: Stress): Summary {
  if (stress !== undefined) return onlyBlocks(summary, borneBlocks(stress))
  if (pairs === undefined) return summary
  const heads = Array.from({ length: pairs.most }, (_, i) => blockId(i + 1, 'head'))
  return onlyBlocks(summary, heads)
}

/** The evidence as if the run had made these blocks alone. */
export function withBlocks(evidence: Evidence, ids: readonly string[]): Evidence {
  return {
    ...evidence,
    summary: onlyBlocks(evidence.summary, ids),
    metrics: metricsOf(evidence, ids),
    manifests: evidence.manifests.map(
      (pod) =>
        pod && {
          ...pod,
          blocks: pod.blocks.filter(({ block }) => ids.includes(block)),
          summary: onlyBlocks(pod.summary, ids),
        },
    ),
  }
}

/** What they say of these blocks, which are all of one side where there are two. */
function metricsOf({ test, summary, metrics }: Evidence, ids: readonly string[]): Evidence['metrics'] {
  const times = ids.flatMap((id) => blockTime(summary, id, test) ?? [])
  const side = ids.some((id) => id.endsWith('-base')) ? 'base' : 'head'
  return times.length === 0 ? [] : metricsWithin(metrics, { side, times })
}

function onlyBlocks({ blocks, rows, warnings }: Summary, ids: readonly string[]): Summary {
  return summaryOf(
    blocks.filter(({ block }) => ids.includes(block)),
    rows,
    warnings,
  )
}
