import { blockId } from '../core/blocks.ts'
import { reason } from '../core/error.ts'
import { parseSummary } from '../core/jtl/json.ts'
import { mergeSummaries } from '../core/jtl/merge.ts'
import type { Pairing } from '../core/plan.ts'
import { keys, type Run } from '../core/run.ts'
import { decidedOrder } from '../core/stop-order.ts'
import type { Summary } from '../core/summary.ts'
import type { Pair } from '../core/verdict/compare/pairs.ts'
import { measuredPair } from '../core/verdict/measured-pairs.ts'
import { lookAt } from '../core/verdict/with-blocks.ts'
import type { Clock, Log, Metrics, Store } from '../ports.ts'
import { queryMetrics } from './query-metrics.ts'

interface Needs {
  readonly store: Store
  readonly metrics: Metrics
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Looks at each pair of a run as soon as all pods have handed it on, and ends the load when it is decided, by
 * `control/stop.json`. Nothing for a run that is not in pairs. Never rejects: undecided, a run has all of its pairs.
 */
export async function decidePairs(run: Run, { store, metrics, clock, log, signal }: Needs): Promise<void> {
  const { pairs: pairing } = run.test
  if (pairing === undefined) return
  const read = pairReader(run, { store, metrics })
  const pairs: Pair[] = []
  let warned = false
  while (pairs.length < pairing.most) {
    try {
      await clock.sleep(everyMs(run), signal)
    } catch {
      return // the Job is over, or the workflow is cancelled
    }
    try {
      for (let next = await read(pairs.length + 1); next; next = await read(pairs.length + 1)) {
        pairs.push(next)
        const decision = decide(pairs, run, pairing)
        if (decision === undefined) continue
        log.info(decision.line)
        if (!decision.over) continue
        return await store.put(keys(run).stop, decidedOrder(decision.line), 'application/json')
      }
    } catch (thrown) {
      // the pairs are read again with full care later; until then the load goes on
      if (!warned && !signal.aborted) log.warning(`the pairs can't be looked at: ${reason(thrown)}`)
      warned = true
    }
  }
}

/** Often enough that little of the next block is made in vain. */
function everyMs({ test: { durationMs, pods } }: Run): number {
  return Math.max(1000, Math.min(durationMs / 20, 5000), pods * 20)
}

function decide(pairs: readonly Pair[], { test }: Run, { most }: Pairing) {
  const looked = lookAt(pairs, test)
  if (looked === undefined) return undefined
  const over = looked.decided && pairs.length < most
  const { outcome, reasons } = looked.comparison
  const line = looked.decided
    ? `decided after ${pairs.length} of ${most} pairs: ${outcome}`
    : `not decided after ${pairs.length} of ${most} pairs: ${reasons[0]}`
  return { over, line }
}

/**
 * Reads a pair by its number, and the metrics of its time; undefined while a pod is not through with it. What was read once
 * is not read again.
 */
function pairReader(
  run: Run,
  { store, metrics }: Pick<Needs, 'store' | 'metrics'>,
): (pair: number) => Promise<Pair | undefined> {
  const at = keys(run)
  const known = new Map<string, Summary>()
  const summaryOf = async (key: string) => {
    const bytes = known.has(key) ? undefined : await store.get(key)
    if (bytes !== undefined) known.set(key, parseSummary(JSON.parse(new TextDecoder().decode(bytes))))
    return known.get(key)
  }
  return async (pair) => {
    const pods: Summary[] = []
    for (const block of [blockId(pair, 'base'), blockId(pair, 'head')])
      for (let index = 0; index < run.test.pods; index++) {
        const summary = await summaryOf(at.block(index, block))
        if (summary === undefined) return undefined
        pods.push(summary)
      }
    const summary = mergeSummaries(pods)
    const { first, last } = summary.total
    const queried = await queryMetrics(run, { from: first, to: last }, metrics)
    known.clear()
    const manifests = pods.map((each) => ({ summary: each }))
    return measuredPair({ test: run.test, summary, manifests, metrics: queried }, pair)
  }
}
