import { expect, test } from '@jest/globals'
import { share } from '../../../../src/core/figure.ts'
import { compareWithHistory } from '../../../../src/core/verdict/compare/history.ts'
import { comparePairs } from '../../../../src/core/verdict/compare/pairs.ts'
import type { RunQuantities } from '../../../../src/core/verdict/quantities.ts'
import { noise } from '../../../support/load.ts'
import { runOf } from '../../../support/quantities.ts'

const OPTIONS = { margin: 0.05, strict: false }
const LABELS = ['GET /', 'GET /cart', 'GET /item', 'GET /search', 'POST /checkout']

interface Change {
  /** Factor of the latency of each label. */
  readonly factor?: (label: string) => number
  readonly errors?: number
  readonly throughput?: number
  readonly labels?: readonly string[]
}

/** A run of five labels at 100 ms, with a few per cent of noise. */
function run(
  seed: number,
  { factor = () => 1, errors = 10, throughput = 50, labels = LABELS }: Change = {},
  spread = 0.03,
): RunQuantities {
  const logs = labels.map((label, i) =>
    [100, 180, 260].map(
      (ms, m) => Math.log(ms * factor(label)) + spread * (noise(100 * seed + 10 * i + m) + noise(7000 + seed) - 1),
    ),
  )
  const { labels: quantities } = runOf(logs, [1e-5, 1e-4, 1e-3])
  return { labels: quantities.map((one, i) => ({ ...one, errors, label: labels[i]! })), throughput, metrics: {} }
}

const base = (runs: number, spread?: number) => Array.from({ length: runs }, (_, i) => run(i + 1, {}, spread))
const slower = (name: string, by: number) => ({ factor: (label: string) => (label === name ? 1 + by : 1) })

test('a label that became slower is named with its figure, its interval and how weak a history is', () => {
  const { outcome, reasons, findings, falseAlarms } = compareWithHistory(
    run(50, slower('POST /checkout', 0.3)),
    base(5),
    OPTIONS,
  )
  expect(outcome).toBe('warn')
  expect(reasons[0]).toMatch(
    /^"POST \/checkout" became [23]\d % slower at p95 than the last 5 runs \(between \d+ % and \d+ %\)\.$/,
  )
  expect(reasons[1]).toBe(
    `Earlier runs alone are weak evidence: this rule flags ${share(falseAlarms)} of the changes that change nothing. A comparison in pairs is surer.`,
  )
  expect(reasons[2]).toBe('Judged one by one against the others, your last 5 runs would have raised no alarm.')
  expect(findings[0]).toMatchObject({ label: 'POST /checkout', outcome: 'warn' })
  expect(findings[0]!.low).toBeLessThan(findings[0]!.change)
  expect(findings[0]!.high).toBeGreaterThan(findings[0]!.change)
})

test('a strict history calls it a regression', () => {
  const head = run(50, slower('POST /checkout', 0.3))
  expect(compareWithHistory(head, base(5), { ...OPTIONS, strict: true })).toMatchObject({ outcome: 'regression' })
})

test('pairs call it a regression, and what all labels share is said once', () => {
  const pairs = [1, 2, 3].map((i) => ({ base: run(i), head: run(i + 20, { factor: () => 1.25 }) }))
  const { outcome, reasons, findings } = comparePairs(pairs, { ...OPTIONS, alpha: 0.025 })
  expect(outcome).toBe('regression')
  expect(reasons).toHaveLength(1)
  expect(reasons[0]).toMatch(
    /^All labels became 2\d % slower at p95 than the base in 3 pairs \(between \d+ % and \d+ %\)\.$/,
  )
  expect(findings[0]).toMatchObject({ label: '*', outcome: 'regression' })
})

test('a pass says what was ruled out, and what became faster', () => {
  const { outcome, reasons } = compareWithHistory(run(50, { factor: () => 0.6 }), base(10), OPTIONS)
  expect(outcome).toBe('pass')
  expect(reasons[0]).toMatch(
    /^Nothing became slower in 10 runs: p95 over all labels changed by -\d+ % .*, and 20 % slower is ruled out for every label\.$/,
  )
  expect(reasons[1]).toMatch(
    /^All labels became \d+ % faster at p95 than the last 10 runs \(between \d+ % and \d+ %\)\.$/,
  )
})

test('where no label has samples enough for a p95, a pass tells the p50', () => {
  const brief = ({ labels, ...rest }: RunQuantities): RunQuantities => ({
    ...rest,
    labels: labels.map(({ quantiles, ...one }) => ({ ...one, quantiles: { p50: quantiles.p50! } })),
  })
  const pairs = [1, 2, 3, 4].map((i) => ({ base: brief(run(i, {}, 0.01)), head: brief(run(i + 20, {}, 0.01)) }))
  const { outcome, reasons } = comparePairs(pairs, { ...OPTIONS, alpha: 0.025 })
  expect(outcome).toBe('pass')
  expect(reasons[0]).toMatch(/^Nothing became slower in 4 pairs: p50 over all labels changed by /)
})

test('too few pairs say how many more are needed', () => {
  const pairs = [{ base: run(1), head: run(21, slower('GET /', 0.07)) }]
  const { outcome, reasons, needed } = comparePairs(pairs, { ...OPTIONS, alpha: 0.015 })
  expect(outcome).toBe('inconclusive')
  expect(needed).toBeGreaterThan(0)
  expect(reasons[0]).toMatch(
    new RegExp(
      `^Too noisy to tell: .* may be up to \\d+ % slower at p\\d+\\. About ${needed} more pairs? should decide it\\.$`,
    ),
  )
})

test('a single base run is inconclusive, with how many more there should be', () => {
  const { outcome, needed, reasons } = compareWithHistory(run(50), base(1), OPTIONS)
  expect({ outcome, needed }).toEqual({ outcome: 'inconclusive', needed: 1 })
  expect(reasons[0]).toMatch(/About 1 more run on the base should decide it\.$/)
})

test('a label that went away is no pass, and a new one is named', () => {
  const head = run(50, { labels: [...LABELS.slice(1), 'GET /new'] })
  const { outcome, reasons } = compareWithHistory(head, base(10), OPTIONS)
  expect(outcome).toBe('inconclusive')
  expect(reasons).toEqual(
    expect.arrayContaining([
      'Missing in this run, or with too few successes to compare: "GET /".',
      'New, so there is nothing to compare with: "GET /new".',
    ]),
  )
})

test('errors and throughput are compared too', () => {
  const failing = compareWithHistory(run(50, { errors: 150 }), base(10), OPTIONS)
  expect(failing.outcome).toBe('warn')
  expect(failing.reasons).toContainEqual(
    expect.stringMatching(
      /^The error rate rose by 4\.\d points against the last 10 runs \(between \d\.?\d* and \d\.?\d* points\)\.$/,
    ),
  )
  expect(failing.findings.find(({ metric, label }) => metric === 'error-rate' && label === '*')!.change).toBeCloseTo(
    140 / 3000,
    3,
  )
  const slow = compareWithHistory(run(50, { throughput: 30 }), base(10), OPTIONS)
  expect(slow.reasons[0]).toMatch(/^Throughput fell by 40 % against the last 10 runs/)
})

test('a metric is compared in the direction in which it is better', () => {
  const withCpu = (one: RunQuantities, cpu: number) => ({ ...one, metrics: { cpu } })
  const history = base(10).map((one, i) => withCpu(one, 2 + noise(i) / 20))
  const judge = (cpu: number, better: 'lower' | 'higher') =>
    compareWithHistory(withCpu(run(50), cpu), history, { ...OPTIONS, metrics: [{ id: 'cpu', better }] })
  expect(judge(3, 'lower').reasons[0]).toMatch(/^Metric "cpu" rose by 4\d % against the last 10 runs/)
  expect(judge(3, 'higher').outcome).toBe('pass')
  expect(judge(1, 'higher').reasons[0]).toMatch(/^Metric "cpu" fell by 5\d % against/)
})
