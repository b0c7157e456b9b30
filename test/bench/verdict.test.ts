import { expect, test } from '@jest/globals'
import { flowOf, judgeChanges, sharesOf } from '../../bench/verdict/cell.ts'
import { nameOf, readEffect } from '../../bench/verdict/effect.ts'
import { check, GOALS } from '../../bench/verdict/goals.ts'
import { LogQuantiles } from '../../bench/verdict/log-quantiles.ts'
import { HISTORY_PEERS, uTest, welch } from '../../bench/verdict/peers.ts'
import { Random } from '../../bench/verdict/random.ts'
import { Repository } from '../../bench/verdict/repository.ts'
import { select } from '../../bench/verdict/select.ts'
import { DEFAULT_WORLD, readWorld } from '../../bench/verdict/world.ts'

const SMALL = { ...DEFAULT_WORLD, requests: 300, history: 6, labels: 5 }

test('the same seed gives the same run, whatever else was drawn before', () => {
  const [one, other] = [new Repository(SMALL, 1, 2), new Repository(SMALL, 1, 2)]
  other.run({ of: 'base', pair: 3 })
  const [run, again] = [one, other].map((repository) => repository.run({ of: 'head', pair: 0 }))
  expect(again).toEqual(run)
  expect(new Repository(SMALL, 1, 3).run({ of: 'head', pair: 0 })).not.toEqual(run)
})

test('changes are the same in one piece or in two', () => {
  const flow = [[flowOf('history', SMALL, 5), readEffect('all:+20%')]] as const
  const parts = (...bounds: readonly number[]) =>
    bounds.slice(1).map((to, i) => judgeChanges(SMALL, flow, { seed: 9, from: bounds[i]!, to }))
  expect(sharesOf(parts(0, 4, 10), 10)).toEqual(sharesOf(parts(0, 10), 10))
})

test('random numbers have the moments of their distributions', () => {
  const random = new Random(5)
  const moments = (draw: () => number) => {
    const values = Array.from({ length: 50_000 }, draw)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length]
  }
  for (const draw of [() => random.normal(), () => random.student(5)]) {
    const [mean, variance] = moments(draw)
    expect(mean).toBeCloseTo(0, 1)
    expect(variance).toBeCloseTo(1, 0)
  }
  expect(moments(() => random.exponential())[0]).toBeCloseTo(1, 1)
})

test('many normal numbers at once are those that come one by one', () => {
  const values = new Float32Array(5000)
  new Random(7).fillNormal(values)
  const random = new Random(7)
  expect(values).toEqual(Float32Array.from(values, () => random.normal()))
})

test('quantiles are order statistics, and their variance is that of contiguous batches', () => {
  const random = new Random(8)
  const values = Float32Array.from({ length: 1007 }, (_, i) => 0.4 * random.normal() + (i < 20 ? 30 : 0))
  const at = (part: Float32Array, q: number) => part.slice().sort()[Math.floor(q * part.length)]!
  const { quantiles, inParts } = new LogQuantiles(1007, true).of(values)
  const { p50, p95, p99 } = quantiles
  expect([p50.ln, p95.ln, p99.ln]).toEqual([0.5, 0.95, 0.99].map((q) => at(values, q)))
  const batches = Array.from({ length: 10 }, (_, i) => at(values.slice(100 * i, i === 9 ? 1007 : 100 * i + 100), 0.95))
  const mean = batches.reduce((sum, value) => sum + value / 10, 0)
  expect(p95.variance).toBeCloseTo(batches.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 9 / 10, 9)
  expect(inParts.p50).toEqual(
    Array.from({ length: 5 }, (_, i) => at(values.slice(200 * i, i === 4 ? 1007 : 200 * i + 200), 0.5)),
  )
  expect(new LogQuantiles(1007, false).of(values).quantiles).toEqual({
    p50: { ln: p50.ln },
    p95: { ln: p95.ln },
    p99: { ln: p99.ln },
  })
})

test('a selected value is that of the sorted order', () => {
  const random = new Random(6)
  const values = Float32Array.from({ length: 501 }, () => Math.round(20 * random.uniform()))
  const sorted = values.slice().sort()
  for (const k of [0, 17, 250, 475, 500]) expect(select(values.slice(), k, [0, 500])).toBe(sorted[k])
})

test.each([
  ['{"labels": 0}', '"labels" of a world is a whole number from 1'],
  ['{"lables": 3}', 'a world has no "lables"'],
  ['{"studentDf": 2}', 'above 2'],
  ['{"outlierShare": 1.5}', 'a share of 1'],
  ['[]', 'a world is a JSON object'],
])('the world %s is refused with a reason', (json, reason) => {
  expect(() => readWorld(json)).toThrow(reason)
})

test('a world has defaults, and effects are read as they are named', () => {
  expect(readWorld('{"labels": 3}')).toEqual({ ...DEFAULT_WORLD, labels: 3 })
  for (const name of ['none', 'one:+10%', 'all:+20%', 'one-tail:+50%']) expect(nameOf(readEffect(name))).toBe(name)
  expect(() => readEffect('two:+10%')).toThrow('no effect')
})

test('a goal is missed only beyond what chance explains', () => {
  const [falseAlarms] = GOALS
  const shares = { pass: 0, warn: 0, regression: 0, inconclusive: 0, invalid: 0, pairs: 0 }
  const state = (regression: number) => check(falseAlarms!, { ...shares, regression }, 400).state
  expect([0.02, 0.04, 0.06].map(state)).toEqual(['held', 'within chance', 'missed'])
})

test('peers decide as their sources do', () => {
  const base = [100, 102, 98, 101, 99].map(Math.log)
  const flagging = (latency: number) =>
    Object.entries(HISTORY_PEERS).flatMap(([name, rule]) => (rule(base, Math.log(latency)) ? [name] : []))
  expect(flagging(100)).toEqual([])
  expect(flagging(300)).toHaveLength(12) // all but the U test, which cannot speak below 39 runs
  expect(uTest(0.05)([1, 2, 3, 4], [5, 6, 7, 8])).toBe(true) // p = 2 / 70
  expect(uTest(0.05)([1, 2, 3], [4, 5, 6])).toBe(false) // p = 2 / 20
  expect(welch(0.05)([0, 0.01, 0.02], [0.2, 0.21, 0.22])).toBe(true)
})
