import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { benjaminiHochberg } from '../../../../src/core/verdict/compare/families.ts'
import { historyFigures } from '../../../../src/core/verdict/compare/history.ts'
import type { Hypothesis } from '../../../../src/core/verdict/compare/hypothesis.ts'
import { hodgesLehmann } from '../../../../src/core/verdict/compare/location.ts'
import { HISTORY, PAIRS, RULED_OUT } from '../../../../src/core/verdict/compare/method.ts'
import { type Assessment, assess } from '../../../../src/core/verdict/compare/outcome.ts'
import { pairsFigures } from '../../../../src/core/verdict/compare/pairs.ts'
import { quantile, survival } from '../../../../src/core/verdict/compare/student.ts'
import { winsorisedSquares } from '../../../../src/core/verdict/compare/variance.ts'
import { runOf } from '../../../support/quantities.ts'

type Matrix = readonly (readonly number[])[]

interface Expected {
  readonly outcome: string
  readonly D: Matrix
  readonly G?: readonly number[]
  readonly sg?: readonly number[]
  readonly pg?: readonly number[]
  readonly ng?: number
  readonly commonFlags?: readonly boolean[]
  readonly E: Matrix
  readonly se: Matrix
  readonly pe: Matrix
  readonly ne: number
  readonly flags: readonly (readonly boolean[])[]
}

interface Case {
  readonly mode: 'history' | 'pairs'
  readonly labels: number
  readonly units: number
  readonly effect: string
  readonly alpha: number
  readonly within: readonly number[]
  readonly base: readonly Matrix[]
  readonly head: readonly Matrix[]
  readonly sameBase: readonly Matrix[]
  readonly sameHead: readonly Matrix[]
  readonly expected: Expected
}

/** Made once by the Python prototype of the method, with scipy's t: inputs and what came out. */
const reference = JSON.parse(
  readFileSync(new URL('../../../fixtures/verdict/reference.json', import.meta.url), 'utf8'),
) as {
  readonly student: readonly [t: number, df: number, p: number][]
  readonly quantiles: readonly [p: number, df: number, t: number][]
  readonly benjaminiHochberg: readonly [p: number[], q: number, rejected: boolean[]][]
  readonly location: readonly [values: number[], hodgesLehmann: number, variance: number][]
  readonly cases: readonly Case[]
}

test("Student's t is that of scipy", () => {
  for (const [t, df, p] of reference.student) expect(survival(t, df)).toBeCloseTo(p, 11)
  for (const [p, df, t] of reference.quantiles) expect(quantile(p, df)).toBeCloseTo(t, 9)
})

test('Benjamini and Hochberg reject what the prototype rejects', () => {
  for (const [p, q, rejected] of reference.benjaminiHochberg) expect(benjaminiHochberg(p, q)).toEqual(rejected)
})

test('location and winsorised variance are those of the prototype', () => {
  for (const [values, location, variance] of reference.location) {
    expect(hodgesLehmann(values)).toBeCloseTo(location, 11)
    if (values.length > 1) expect(winsorisedSquares(values) / (values.length - 1)).toBeCloseTo(variance, 10)
  }
})

const METRICS = ['p50', 'p95', 'p99'] as const
const name = ({ mode, labels, units, effect, sameBase }: Case, i: number) =>
  `${i}: ${mode}, ${labels} labels, ${units} units, ${sameBase?.length ?? 0} earlier pairs, effect ${effect}`

/** The prototype knows latencies alone, so the third family, which takes its share of alpha, is left out. */
function figures(given: Case): { readonly tested: readonly Hypothesis[]; readonly assessment: Assessment } {
  const options = { margin: 0.05, strict: true }
  const run = (matrix: Matrix) => runOf(matrix, given.within)
  const bases = given.base.map(run)
  const latencies = ({ tested }: { readonly tested: readonly Hypothesis[] }) =>
    tested.filter(({ family }) => family !== 'others')
  if (given.mode === 'history') {
    const tested = latencies(historyFigures(run(given.head as unknown as Matrix), bases, options))
    return {
      tested,
      assessment: assess(tested, { method: HISTORY, alpha: 0.035, commonLimit: RULED_OUT.label }),
    }
  }
  const { alpha } = given
  const pairs = bases.map((base, i) => ({ base, head: run(given.head[i]!) }))
  const history = given.sameBase.map((base, i) => ({ base: run(base), head: run(given.sameHead[i]!) }))
  const tested = latencies(pairsFigures(pairs, { ...options, alpha, history }))
  return { tested, assessment: assess(tested, { method: PAIRS, alpha, commonLimit: RULED_OUT.common }) }
}

test.each(reference.cases.map((given, i) => [name(given, i), given] as const))('%s', (_, given) => {
  const { expected } = given
  const { tested, assessment } = figures(given)
  expect(assessment.outcome).toBe(expected.outcome)
  METRICS.forEach((metric, m) => {
    const common = tested.find((one) => one.family === 'common' && one.metric === metric)
    expect(common === undefined).toBe(expected.G === undefined)
    if (common) {
      expect(common.tested.value).toBeCloseTo(expected.G![m]!, 9)
      expect(common.tested.error).toBeCloseTo(expected.sg![m]!, 9)
      expect(common.tested.p).toBeCloseTo(expected.pg![m]!, 9)
      expect(common.tested.df).toBe(expected.ng)
      expect(assessment.worse.includes(common)).toBe(expected.commonFlags![m])
    }
    const labels = tested.filter((one) => one.family === 'labels' && one.metric === metric)
    labels.forEach(({ tested: own }, l) => {
      expect(own.value).toBeCloseTo(expected.E[l]![m]!, 9)
      expect(own.error).toBeCloseTo(expected.se[l]![m]!, 9)
      expect(own.p).toBeCloseTo(expected.pe[l]![m]!, 9)
      expect(own.df).toBe(expected.ne)
      expect(assessment.worse.includes(labels[l]!)).toBe(expected.flags[l]![m])
    })
    expect(labels).toHaveLength(given.labels)
  })
})
