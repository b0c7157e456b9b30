import { expect, test } from '@jest/globals'
import { compareWithHistory } from '../../../../src/core/verdict/compare/history.ts'
import type { LabelQuantities, QuantileName, RunQuantities } from '../../../../src/core/verdict/quantities.ts'
import { quantities, varied } from '../../../support/history.ts'

const usual = quantities({ 'POST /pay': 400, 'POST /cart': 200, 'GET /a': 100, 'GET /b': 90 })
const base = Array.from({ length: 10 }, (_, n) => varied(usual, n))
const head = varied(usual, 99)
const compared = (one: RunQuantities, others = base) => compareWithHistory(one, others, { margin: 0.05, strict: false })

/** A run whose payments were so few. */
function few(run: RunQuantities, change: Partial<LabelQuantities>): RunQuantities {
  return { ...run, labels: run.labels.map((label) => (label.label === 'POST /pay' ? { ...label, ...change } : label)) }
}

function without(run: RunQuantities, name: QuantileName, of: (label: string) => boolean): RunQuantities {
  const left = ({ label, quantiles }: LabelQuantities) =>
    Object.fromEntries(Object.entries(quantiles).filter(([each]) => each !== name || !of(label)))
  return { ...run, labels: run.labels.map((label) => ({ ...label, quantiles: left(label) })) }
}

test('a run as usual passes', () => {
  expect(compared(head).outcome).toBe('pass')
})

test.each<[string, (label: string) => boolean]>([
  ['one label', (label) => label === 'POST /pay'],
  ['all labels', () => true],
])('a p95 that the runs before had and this one has not is no pass: of %s', (_, of) => {
  const { outcome, reasons } = compared(without(head, 'p95', of))
  expect(outcome).toBe('inconclusive')
  expect(reasons.join('\n')).toMatch(/^Missing in this run, or with too few successes to compare: "POST \/pay"/m)
})

test('a p95 that few of the runs before had is not missed', () => {
  const seldom = base.map((run, n) => (n < 4 ? run : without(run, 'p95', () => true)))
  expect(
    compared(
      without(head, 'p95', () => true),
      seldom,
    ).outcome,
  ).toBe('pass')
})

test.each<[string, RunQuantities, RunQuantities[], RegExp]>([
  ['each label has what a pass speaks of', head, base, /20 % slower is ruled out for every label\.$/],
  [
    'a label has a median alone',
    without(head, 'p95', (label) => label === 'POST /pay'),
    base.map((run) => without(run, 'p95', (label) => label === 'POST /pay')),
    /20 % slower is ruled out wherever there are samples enough to say\.$/,
  ],
  [
    'a label has too few samples for any',
    few(head, { quantiles: {} }),
    base.map((run) => few(run, { quantiles: {} })),
    /20 % slower is ruled out wherever there are samples enough to say\.$/,
  ],
])('a pass rules out no more than was measured: where %s', (_, one, others, said) => {
  const { outcome, reasons } = compared(one, others)
  expect([outcome, reasons[0]]).toEqual(['pass', expect.stringMatching(said)])
})

test.each<[number, number, boolean]>([
  [60, 0, false],
  [25, 0, false],
  [60, 4, true],
])('of %d samples with %d errors the error rate has risen: %s', (count, errors, risen) => {
  const { findings } = compared(few(head, { count, errors }))
  const finding = findings.find(({ label, metric }) => label === 'POST /pay' && metric === 'error-rate')
  expect(['warn', 'regression'].includes(finding?.outcome ?? 'pass')).toBe(risen)
})
