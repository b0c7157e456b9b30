import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Capacity, capacityOf } from '../../../../src/core/verdict/stress/capacity.ts'
import { capacityAgainst, capacityInPairs } from '../../../../src/core/verdict/stress/capacity-change.ts'
import { hinge } from '../../../../src/core/verdict/stress/hinge.ts'
import { recoveryMs } from '../../../../src/core/verdict/stress/recovery.ts'
import { shedLoad } from '../../../../src/core/verdict/stress/shed-load.ts'
import { isotonic, loadAtLimit } from '../../../../src/core/verdict/stress/slo-load.ts'

interface Case {
  readonly capacity: number
  readonly steps: readonly [offered: number, achieved: number, p95: number][]
  readonly slo: number | null
  readonly shed: number | null
  readonly hinge: number
  readonly grid: number
}

/** Ramps and what the prototype says of them; its hinge is searched on a grid. */
const { stress } = JSON.parse(
  readFileSync(new URL('../../../fixtures/verdict/long-runs.json', import.meta.url), 'utf8'),
) as { readonly stress: readonly Case[] }
const stepsOf = ({ steps }: Case) => steps.map(([offered, achieved, latency]) => ({ offered, achieved, latency }))
const below = (bound: number, steps: readonly { readonly latency: number }[]) => ({
  limits: [{ limit: `p95 < ${bound} ms`, bound, values: steps.map(({ latency }) => latency) }],
})

test.each(stress.map((given, i) => [`${i}: ${given.capacity}/s`, given] as const))(
  'estimates as the prototype does: %s',
  (_, given) => {
    const steps = stepsOf(given)
    if (given.slo === null) expect(loadAtLimit(steps, 200)).toBeUndefined()
    else expect(loadAtLimit(steps, 200)).toBeCloseTo(given.slo, 8)
    if (given.shed === null) expect(shedLoad(steps)).toBeUndefined()
    else expect(shedLoad(steps)).toBeCloseTo(given.shed, 8)
    const bend = hinge(steps)
    if (given.slo === null) expect(bend).toBeUndefined()
    else expect(Math.abs(bend! - given.hinge)).toBeLessThanOrEqual(given.grid)
  },
)

test('capacity is the smallest of the three, with its cause; nothing broke: at least the highest load', () => {
  const [first] = stress
  const steps = stepsOf(first!)
  const free = stepsOf(stress.at(-1)!)
  expect(capacityOf(steps, below(200, steps))).toMatchObject({ state: 'found', cause: 'saturated' })
  expect(capacityOf(steps, below(26, steps))).toMatchObject({ cause: 'latency', limit: 'p95 < 26 ms' })
  expect(capacityOf(free, below(200, free))).toEqual({ state: 'beyond', load: expect.closeTo(1500, 6) })
  expect(capacityOf([])).toBeUndefined()
  // nothing was answered in the last steps
  const dead = [
    ...steps.slice(0, 5),
    ...steps.slice(5, 8).map(({ offered }) => ({ offered, achieved: 0, latency: Number.NaN })),
  ]
  expect(capacityOf(dead, below(200, dead))).toMatchObject({
    state: 'found',
    cause: 'shed',
    load: expect.closeTo(505, -1),
  })
})

test.each([
  ['at the last step', 'open', [10, 20, 30, 40, 0], { load: 40.5, cause: 'shed' }],
  ['and came back', 'open', [10, 20, 0, 40, 50], { state: 'beyond', load: 50 }],
  ['at the last step, asked by threads', 'closed', [10, 20, 30, 40, 0], { load: 40.5, cause: 'shed' }],
  ['in several, asked by threads', 'closed', [10, 20, 30, 0, 0], { load: 30.5, cause: 'shed' }],
  ['at once, asked by threads', 'closed', [0, 0, 0, 0, 0], { state: 'found', cause: 'shed' }],
] as const)('a target that answers nothing any more %s (%s) is not said to bear it', (_, model, answered, capacity) => {
  const threads = model === 'closed' && answered[0] === 0
  const steps = answered.map((achieved, i) => ({ offered: threads ? 0 : 10 * (i + 1), achieved }))
  expect(capacityOf(steps, { model })).toMatchObject(capacity)
})

test('a step that collapses makes no less of what the target bore before', () => {
  const steps = [10, 20, 30, 38.5, 2].map((achieved, i) => ({ offered: 10 * (i + 1), achieved }))
  expect(capacityOf(steps)).toEqual({ state: 'found', load: expect.closeTo(38.5, 6), cause: 'saturated' })
})

const found = (load: number): Capacity => ({ state: 'found', load, cause: 'saturated' })
const history = [1000, 1030, 985, 1010, 960, 1002, 1040, 990, 1015, 970].map(found)

test('a loss of capacity is found, a gain passes, and what is censored is no number', () => {
  expect(capacityAgainst(found(800), history)).toMatchObject({ outcome: 'regression', size: 10 })
  expect(capacityAgainst(found(800), history)!.change).toBeCloseTo(-0.2, 1)
  expect(capacityAgainst(found(1100), history)).toMatchObject({ outcome: 'pass' })
  expect(capacityAgainst({ state: 'beyond', load: 1500 }, history)).toBeUndefined()
  expect(capacityAgainst(found(800), [...history, { state: 'beyond', load: 1500 }])!.size).toBe(10)
  expect(capacityInPairs([1, 2, 3].map((i) => ({ base: found(1000 + i), head: found(900 + i) })))).toMatchObject({
    outcome: 'regression',
    size: 3,
  })
})

test('less capacity never makes the outcome milder, and the unit does not matter', () => {
  const order = ['pass', 'inconclusive', 'warn', 'regression']
  fc.assert(
    fc.property(fc.integer({ min: 500, max: 1500 }), fc.integer({ min: 1, max: 400 }), (load, less) => {
      const [before, after] = [load, load - less].map((each) => capacityAgainst(found(each), history)!)
      expect(order.indexOf(after!.outcome)).toBeGreaterThanOrEqual(order.indexOf(before!.outcome))
      const perMinute = capacityAgainst(
        found(load * 60),
        history.map((one) => found(one.load * 60)),
      )!
      expect(perMinute.outcome).toBe(before!.outcome)
    }),
  )
})

test('the isotonic regression never falls, and leaves what is in order as it is', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -10, max: 10, noNaN: true })), (values) => {
      const fitted = isotonic(values)
      expect(fitted).toHaveLength(values.length)
      expect(fitted.every((value, i) => i === 0 || value >= fitted[i - 1]! - 1e-12)).toBe(true)
      const sorted = [...values].sort((a, b) => a - b)
      expect(isotonic(sorted)).toEqual(sorted)
    }),
  )
})

test('recovery is the time until three readings in a row are near what was normal', () => {
  const at = (p95: readonly number[]) => p95.map((value, i) => ({ at: 1000 * i, p95: value }))
  expect(recoveryMs(at([100, 110, 90]), at([400, 105, 300, 108, 100, 95, 90]))).toBe(3000)
  expect(recoveryMs(at([100, 110, 90]), at([400, 300, 200, 150]))).toBeUndefined()
})
