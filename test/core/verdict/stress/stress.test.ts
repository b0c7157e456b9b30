import { expect, test } from '@jest/globals'
import { fingerprint } from '../../../../src/core/fingerprint.ts'
import { parseHistoryRecord } from '../../../../src/core/history-parse.ts'
import { judge } from '../../../../src/core/verdict/judge.ts'
import { historyRecord } from '../../../../src/core/verdict/record.ts'
import { limit } from '../../../support/evidence.ts'
import {
  capacityLimit,
  recoveryLimit,
  type StressScene,
  stressEvidence,
  stressHistory,
  stressTest,
} from '../../../support/stress.ts'

const MEAN = { kind: 'latency', statistic: 'mean' } as const
const judged = (scene: StressScene = {}) => judge(stressEvidence(scene))
const apart = (found: number | undefined, load: number) => Math.abs((found ?? 0) / load - 1)

test('a target that serves 50 requests a second bears as many, and the cause is that it answers no more', () => {
  const { outcome, reasons, stress, limits } = judged()
  expect(outcome).toBe('pass')
  expect(stress?.capacity).toMatchObject({ state: 'found', cause: 'saturated' })
  expect(apart(stress?.capacity?.load, 50)).toBeLessThan(0.06)
  expect(reasons[0]).toMatch(
    /^The target bears (49|50)(\.\d)?\/s: beyond that it answers no more, however much it is asked\.$/,
  )
  expect(limits).toMatchObject([{ limit: 'p95 < 400 ms', state: 'met' }])
})

test('a limit of latency that is crossed before is the cause, whatever statistic it is of', () => {
  for (const asked of [limit.p95(75), { ...limit.p95(62), text: 'mean < 62 ms', quantity: MEAN }]) {
    const { stress, reasons, limits } = judged({ test: stressTest({ limits: [asked] }) })
    expect(stress?.capacity).toMatchObject({ state: 'found', cause: 'latency', limit: asked.text })
    expect(apart(stress?.capacity?.load, 45)).toBeLessThan(0.12)
    expect(reasons[0]).toContain(`beyond that ${asked.text} does not hold.`)
    expect(limits).toMatchObject([{ state: 'met' }])
  }
})

test('the steps are as they were offered, answered, and how slow and how bad they were', () => {
  const { stress } = judged()
  expect(stress?.steps.map(({ block, offered }) => [block, offered])).toEqual(
    [10, 20, 30, 40, 50, 60, 70, 80].map((rate, i) => [`step-${i + 1}`, rate]),
  )
  for (const { offered, achieved } of stress?.steps.slice(0, 5) ?? []) expect(achieved / offered).toBeCloseTo(1, 1)
  for (const { achieved } of stress?.steps.slice(5) ?? []) expect(apart(achieved, 50)).toBeLessThan(0.06)
  const [first, last] = [stress?.steps[0], stress?.steps.at(-1)]
  expect(first?.p95).toBeLessThan(80)
  expect(last?.p95).toBeGreaterThan(10_000)
})

test('without a limit of latency the throughput tells, which bends where all workers are busy', () => {
  const { stress, outcome, reasons } = judged({ test: stressTest({ limits: [] }) })
  expect(stress?.capacity).toMatchObject({ state: 'found', cause: 'saturated' })
  expect(apart(stress?.capacity?.load, 50)).toBeLessThan(0.06)
  expect(outcome).toBe('inconclusive')
  expect(reasons.at(-1)).toMatch(/write in perf\.yaml: limits: \[p95 < \d+ ms, capacity > 4[4-6]\/s\]$/)
})

test('a target that refuses what is too much for it is overloaded, and the run is valid', () => {
  const { checks, stress, outcome } = judged({ shop: { workers: 3, serviceMs: 60, patienceMs: 100 } })
  expect(apart(stress?.capacity?.load, 50)).toBeLessThan(0.06)
  expect(stress?.steps.at(-1)?.errors).toBeGreaterThan(1000)
  expect(checks.filter(({ state }) => state === 'invalid')).toEqual([])
  expect(outcome).toBe('pass')
})

test('where no step is too much, the capacity is at least the last of them', () => {
  const { stress, reasons } = judged({ shop: { workers: 9, serviceMs: 60 } })
  expect(stress?.capacity).toEqual({ state: 'beyond', load: 80 })
  expect(reasons[0]).toBe('The target bears at least 80/s: no step was too much for it.')
})

test.each([
  [capacityLimit(40), 'met'],
  [capacityLimit(60), 'broken'],
  [recoveryLimit(60_000), 'met'],
  [recoveryLimit(1000), 'broken'],
])('a limit is held against what was found: $text', (asked, state) => {
  const { limits, outcome } = judged({ test: stressTest({ limits: [limit.p95(400), asked] }) })
  expect(limits[1]).toMatchObject({ limit: asked.text, state })
  expect(outcome).toBe(state === 'met' ? 'pass' : 'regression')
})

test('what nothing broke meets a limit below the last step, and is no word on one above it', () => {
  const shop = { workers: 9, serviceMs: 60 }
  const [below, above] = [70, 90].map((bound) => judged({ shop, test: stressTest({ limits: [capacityLimit(bound)] }) }))
  expect(below).toMatchObject({ outcome: 'pass', limits: [{ state: 'met', actual: 80 }] })
  expect(above).toMatchObject({ outcome: 'inconclusive', limits: [{ state: 'no-data', actual: null }] })
})

test('a target that does not come back breaks a limit on its recovery', () => {
  const change: StressScene['change'] = (sample, block) =>
    block === 'recovery' ? { ...sample, elapsed: sample.elapsed * 3 } : sample
  const { stress, limits } = judged({ change, test: stressTest({ limits: [recoveryLimit(30_000)] }) })
  expect(stress?.recovery).toMatchObject({ state: 'open' })
  expect(limits).toMatchObject([{ state: 'broken' }])
})

test('the recovery counts from the end of the peak, the pause before the last block included', () => {
  const { stress } = judged()
  expect(stress?.recovery).toMatchObject({ state: 'recovered' })
  expect(stress?.recovery?.ms).toBeGreaterThanOrEqual(6000)
  expect(stress?.recovery?.ms).toBeLessThanOrEqual(16_000)
})

test('a generator without CPU to spare makes the run invalid, at whatever step', () => {
  const end: StressScene['end'] = (block) =>
    block.block === 'step-7'
      ? { ...block, health: { ...block.health, cpu: { p50: 0.9, p95: 0.99, limitCores: 1 } } }
      : block
  const { outcome, reasons } = judged({ end })
  expect(outcome).toBe('invalid')
  expect(reasons[0]).toContain('(block step-7)')
})

test('a target that fails at its lowest load is no valid run, but where a limit on the capacity is broken by it', () => {
  const change: StressScene['change'] = (sample) =>
    sample.label === 'POST /pay' ? { ...sample, failed: ['500', 'Internal Server Error'] } : sample
  expect(judged({ change }).outcome).toBe('invalid')
  const { outcome, reasons } = judged({ change, test: stressTest({ limits: [capacityLimit(40)] }) })
  expect(outcome).toBe('regression')
  expect(reasons[0]).toBe('The capacity is 10/s, 75 % under its lower limit of 40/s.')
  expect(reasons[1]).toMatch(/^The lowest step, of 10\/s, is too much for the target already: /)
})

test('threads that wait are no rate: what they fall behind is not shed, and the throughput bends', () => {
  const shop = { workers: 3, serviceMs: 60 }
  const { rate: _, ...closed } = stressTest({ limits: [], threads: 8, steps: [1, 2, 3, 4, 5, 6, 7, 8] })
  // each thread asks as soon as it was answered: n of them make n / serviceMs, up to the workers'
  const asked = stressEvidence({
    shop,
    test: { ...closed, rate: 133, steps: closed.steps!.map((n) => Math.min(n / 0.06, 50)) } as typeof closed,
  })
  const { stress } = judge({ ...asked, test: closed })
  expect(stress?.capacity).toMatchObject({ state: 'found', cause: 'saturated' })
  expect(apart(stress?.capacity?.load, 50)).toBeLessThan(0.06)
  expect(stress?.steps.map(({ threads }) => threads)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

const compare = (loads: Parameters<typeof stressHistory>[1], scene: StressScene = {}, strict = false) => {
  const given = stressTest({ limits: [limit.p95(400)], compare: { with: 'history', strict } })
  return judge({ ...stressEvidence({ test: given, ...scene }), history: stressHistory(given, loads) })
}
const STEADY = [50, 51, 49.4, 50.6, 49, 50.2, 50.9]

test('a slower target has lost capacity against its history, which warns, and is a regression where the test is strict', () => {
  const slower = { shop: { workers: 3, serviceMs: 75 } }
  const { outcome, reasons, findings, comparison } = compare(STEADY, slower)
  expect(outcome).toBe('warn')
  expect(reasons[0]).toMatch(/^Capacity fell by (1[89]|2[0-3]) % against the last 7 runs \(between /)
  expect(findings).toMatchObject([{ label: '*', metric: 'capacity', outcome: 'regression' }])
  expect(apart(findings[0]?.after, 40)).toBeLessThan(0.06)
  expect(comparison).toMatchObject({ state: 'compared', outcome: 'warn', falseAlarms: 0.05 })
  expect(compare(STEADY, slower, true).outcome).toBe('regression')
})

test('the same target passes, with what would have been seen', () => {
  const { outcome, reasons } = compare(STEADY)
  expect(outcome).toBe('pass')
  expect(reasons.join(' ')).toMatch(/Capacity is as before \(.*a loss of 10 % is ruled out by the last 7 runs/)
})

test('what nothing broke is a bound: as good as before it passes, and less than a bound is suspicious', () => {
  const beyond = { state: 'beyond', load: 80 } as const
  expect(compare([beyond, beyond])).toMatchObject({ outcome: 'warn' })
  expect(compare([beyond, beyond]).reasons[0]).toMatch(/^The last 2 runs bore at least 80\/s, where the steps end/)
  const strong = { shop: { workers: 9, serviceMs: 60 } }
  expect(compare([beyond, beyond], strong)).toMatchObject({ outcome: 'pass' })
  expect(compare(STEADY, strong)).toMatchObject({ outcome: 'pass' })
})

test('a run of the branch leaves its capacity to the history, and a record survives the bucket', () => {
  const given = stressEvidence()
  const verdict = judge(given)
  const record = historyRecord(given, { verdict, origin: { sha: 'abc', branch: 'main', landed: true } })
  expect(record?.quantities).toEqual({ labels: [], throughput: 0, metrics: {}, capacity: verdict.stress?.capacity })
  const text = JSON.stringify(record)
  expect(parseHistoryRecord(text, { test: 'checkout', branch: 'main' })).toEqual(record)
  const { capacity } = record!.quantities
  for (const bad of [{ ...capacity, load: 0 }, { ...capacity, cause: 'magic' }, { state: 'found' }, 7]) {
    const other = JSON.stringify({ ...record, quantities: { ...record?.quantities, capacity: bad } })
    expect(parseHistoryRecord(other, { test: 'checkout', branch: 'main' })).toBeUndefined()
  }
})

test('steps and limits of latency are a part of what is measured, other limits are not', () => {
  const of = (change: Parameters<typeof stressTest>[0]) => fingerprint(stressTest(change))
  const limits = [limit.p95(400)]
  expect(of({ limits: [...limits, capacityLimit(50), limit.errors(0.01)] })).toBe(of({ limits }))
  expect(of({ limits: [limit.p95(300)] })).not.toBe(of({ limits }))
  expect(of({ steps: [10, 20, 40, 80] })).not.toBe(of({}))
})
