import { expect, test } from '@jest/globals'
import { blocksOf } from '../../src/core/blocks.ts'
import { summaryOf } from '../../src/core/jtl/merge.ts'
import { keys, type Run } from '../../src/core/run.ts'
import { parseStopOrder } from '../../src/core/stop-order.ts'
import type { Evidence } from '../../src/core/verdict/evidence.ts'
import type { Metrics } from '../../src/ports.ts'
import { decidePairs } from '../../src/steps/decide-pairs.ts'
import { RUN, START } from '../support/evidence.ts'
import { memoryStore } from '../support/memory-store.ts'
import { NO_METRICS, pairedSeries } from '../support/paired-metrics.ts'
import { pairedEvidence, pairedTest, slowerPay } from '../support/pairs.ts'
import { turningClock } from '../support/turning-clock.ts'

const runOf = (evidence: Evidence): Run => ({
  ...{ id: RUN, test: evidence.test, namespace: 'perf', bucket: 'b', prefix: 'p', region: 'eu-west-1' },
})

const BLOCK_MS = 130_000

/** A bucket in which the pods' blocks turn up as they were made, and a clock that goes as far as that takes. */
function world(evidence: Evidence, hidden: (pod: number, block: string) => boolean = () => false) {
  const [store, clock, abort] = [memoryStore(), turningClock(START), new AbortController()]
  const at = keys(runOf(evidence))
  const order = blocksOf(evidence.test).map(({ id }) => id)
  const places = new Map<string, Uint8Array>()
  for (const [pod, manifest] of evidence.manifests.entries())
    for (const block of manifest?.summary.blocks ?? [])
      if (!hidden(pod, block.block)) {
        const body = JSON.stringify(summaryOf([block], { read: 1, skipped: 0 }, []))
        places.set(at.block(pod, block.block), new TextEncoder().encode(body))
      }
  const made = (key: string) => START + (1 + order.findIndex((id) => key.includes(`/${id}/`))) * BLOCK_MS
  const get = async (key: string) => (clock.now() >= made(key) ? places.get(key) : undefined)
  const lines: string[] = []
  const log = {
    info: (line: string) => void lines.push(line),
    warning: (line: string) => void lines.push(`warning: ${line}`),
    group: <T>(_: string, step: () => Promise<T>) => step(),
  }
  const end = () => clock.sleep((order.length + 1) * BLOCK_MS).then(() => abort.abort(new Error('the Job is over')))
  const ordered = () => {
    const text = store.objects.get(at.stop)
    return text === undefined ? undefined : parseStopOrder(text)
  }
  return {
    needs: { store: { ...store, get }, metrics: NO_METRICS, clock, log, signal: abort.signal },
    lines,
    end,
    ordered,
    clock,
  }
}

test('a slower head ends the load as soon as it is proven, and the log says so', async () => {
  const evidence = pairedEvidence({ blocks: 12, change: slowerPay(0.31) })
  const { needs, lines, ordered, clock } = world(evidence)
  await decidePairs(runOf(evidence), needs)
  expect(lines).toEqual(['decided after 2 of 6 pairs: regression'])
  expect(ordered()).toEqual({ kind: 'decided', why: 'decided after 2 of 6 pairs: regression' })
  expect(clock.now() - START).toBeLessThanOrEqual(4 * BLOCK_MS + 5000)
})

test('after the last pair there is nothing left to end', async () => {
  const test = pairedTest({ most: 2 })
  const evidence = pairedEvidence({ test, blocks: 4, change: slowerPay(0.31) })
  const { needs, lines, ordered } = world(evidence)
  await decidePairs(runOf(evidence), needs)
  expect(lines).toEqual(['decided after 2 of 2 pairs: regression'])
  expect(ordered()).toBeUndefined()
})

test('what is not decided is said after each pair, and goes on', async () => {
  const evidence = pairedEvidence({
    test: pairedTest({ most: 3 }),
    change: (sample, _side, _n, block) =>
      block === '1-head' || block === '2-base' ? { ...sample, elapsed: sample.elapsed * 2 } : sample,
    blocks: 6,
  })
  const { needs, lines, ordered } = world(evidence)
  await decidePairs(runOf(evidence), needs)
  expect(lines).toEqual([
    expect.stringMatching(/^not decided after 2 of 3 pairs: Too noisy to tell: /),
    expect.stringMatching(/^(not )?decided after 3 of 3 pairs: /),
  ])
  expect(ordered()).toBeUndefined()
})

test('a pod that is not through with a block keeps its pair from being looked at', async () => {
  const evidence = pairedEvidence({ blocks: 12, change: slowerPay(0.31) })
  const { needs, lines, end, ordered } = world(evidence, (pod, block) => pod === 1 && block === '2-base')
  await Promise.all([decidePairs(runOf(evidence), needs), end()])
  expect(lines).toEqual([])
  expect(ordered()).toBeUndefined()
})

test('a bucket that fails costs a warning, and is asked again', async () => {
  const evidence = pairedEvidence({ blocks: 12, change: slowerPay(0.31) })
  const { needs, lines } = world(evidence)
  let calls = 0
  const get = async (key: string) => {
    if (++calls === 1) throw new Error('503')
    return needs.store.get(key)
  }
  await decidePairs(runOf(evidence), { ...needs, store: { ...needs.store, get } })
  expect(lines).toEqual(["warning: the pairs can't be looked at: 503", 'decided after 2 of 6 pairs: regression'])
})

test('what a pod wrote is not believed: a summary that is none is no pair', async () => {
  const evidence = pairedEvidence({ blocks: 12 })
  const { needs, lines, end } = world(evidence)
  const get = async (key: string) => (key.endsWith('summary.json') ? new TextEncoder().encode('{}') : undefined)
  await Promise.all([decidePairs(runOf(evidence), { ...needs, store: { ...needs.store, get } }), end()])
  expect(lines).toEqual([expect.stringMatching(/^warning: the pairs can't be looked at: /)])
})

test('the metrics of the time of each pair are looked at too', async () => {
  const metrics = [{ id: 'cpu', query: 'x{side="$side"}', source: 'default', better: 'lower' as const }]
  const evidence = pairedEvidence({ test: pairedTest({ metrics }), blocks: 12 })
  const asked: string[] = []
  const whole = pairedSeries(evidence, 'cpu', {
    query: 'x{side="$side"}',
    level: (side) => (side === 'head' ? 1.5 : 1),
  })
  const range: Metrics['range'] = async (query, window) => {
    asked.push(query.query)
    const { series } = whole.find(({ side }) => side === query.side)!
    const inside = ([at]: readonly [number, number]) => at >= window.start && at <= window.end
    return {
      ...query,
      window: { ...window, step: 2 },
      state: 'ok',
      series: series.map((one) => ({ ...one, points: one.points.filter(inside) })),
    }
  }
  const { needs, lines } = world(evidence)
  await decidePairs(runOf(evidence), { ...needs, metrics: { range } })
  expect(lines.at(-1)).toMatch(/^decided after [23] of 6 pairs: regression$/)
  expect(asked.slice(0, 2)).toEqual(['x{side="base"}', 'x{side="head"}'])
})
