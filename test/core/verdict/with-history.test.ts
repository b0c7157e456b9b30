import { expect, test } from '@jest/globals'
import type { History } from '../../../src/core/baseline.ts'
import { baselineOf } from '../../../src/core/baseline.ts'
import type { Compare, HttpTest } from '../../../src/core/plan.ts'
import { runQuantities } from '../../../src/core/verdict/compare/run-quantities.ts'
import { judge } from '../../../src/core/verdict/judge.ts'
import type { Verdict } from '../../../src/core/verdict/verdict.ts'
import { evidence, httpTest, type LoadShape, limit, type Scene } from '../../support/evidence.ts'
import { historyOf, record } from '../../support/history.ts'

const usual = runQuantities(evidence().summary, [])

const slower = (share: number): LoadShape => ({
  change: (sample) =>
    sample.label === 'POST /pay' ? { ...sample, elapsed: Math.round(sample.elapsed * (1 + share)) } : sample,
})

interface Case extends Omit<Scene, 'test'> {
  readonly compare?: Compare
  readonly limits?: HttpTest['limits']
  readonly history?: (test: HttpTest) => History
}

function verdict({ compare, limits = [limit.p95(500)], history, ...scene }: Case): Verdict {
  const test = httpTest({ limits, ...(compare && { compare }) })
  return judge({ ...evidence({ test, ...scene }), history: (history ?? ((of) => historyOf(of, usual)))(test) })
}

const none = (): History => {
  const baseline = baselineOf({ branch: 'main', fingerprint: 'f'.repeat(64), records: [] })
  return { state: 'read', baseline, acceptance: { all: [], fresh: [] } }
}
const oneRun = (test: HttpTest) => historyOf(test, usual, { runs: 1 })
const accepted = (test: HttpTest) => historyOf(test, usual, { fresh: ['#7'] })
const shape = slower(0.3)
const asked = { with: 'history' } as const

test.each<[string, Case, Verdict['outcome']]>([
  ['as fast as before', {}, 'pass'],
  ['as fast as before, without any limit', { limits: [] }, 'pass'],
  ['slower, shown by history alone', { shape }, 'warn'],
  ['slower, where history alone is enough', { shape, compare: { strict: true } }, 'regression'],
  ['slower by less than matters', { shape: slower(0.15), compare: { margin: 0.25 } }, 'pass'],
  ['slower, and accepted', { shape, history: accepted }, 'pass'],
  ['slower, strictly judged, and accepted', { shape, compare: { strict: true }, history: accepted }, 'pass'],
  ['with a broken limit, and accepted', { shape, limits: [limit.p95(100)], history: accepted }, 'regression'],
  ['with a broken limit, as fast as before', { limits: [limit.p95(100)] }, 'regression'],
  ['slower, with a limit that has no data', { shape, limits: [limit.p95(1, 'nobody')] }, 'inconclusive'],
  ['the first one', { history: none }, 'pass'],
  ['the first one, where a comparison was asked for', { history: none, compare: asked }, 'inconclusive'],
  ['the first one, without any limit', { history: none, limits: [] }, 'inconclusive'],
  ['compared with too few', { history: oneRun }, 'pass'],
  ['compared with too few, where it was asked for', { history: oneRun, compare: asked }, 'inconclusive'],
  ['compared with too few, without any limit', { history: oneRun, limits: [] }, 'inconclusive'],
  ['slower, and partial', { shape, job: 'pod 1 was evicted' }, 'invalid'],
])('a run that is %s: %#', (_, scene, outcome) => {
  expect(verdict(scene).outcome).toBe(outcome)
})

test('a warning begins with what moved, and says how far it is to be trusted', () => {
  const { reasons, findings, comparison } = verdict({ shape })
  expect(reasons[0]).toMatch(/^"POST \/pay" became \d+ % slower at p95 .*last 7 runs \(between \d+ % and \d+ %\)\.$/)
  expect(reasons.join(' ')).toContain('weak evidence')
  expect(reasons.at(-1)).toMatch(/is \d+ ms, \d+ % under its limit of 500 ms\.$/)
  const moved = findings.find(({ label, metric }) => label === 'POST /pay' && metric === 'p95')
  expect(moved?.outcome).toBe('regression')
  expect(moved!.after! / moved!.before!).toBeCloseTo(1 + moved!.change)
  expect(comparison).toMatchObject({ state: 'compared', branch: 'main', outcome: 'warn', asked: false })
  expect(comparison?.runs).toHaveLength(7)
  expect(comparison?.runs[0]).toEqual({
    ...{ run: record().run, at: record().at },
    revision: expect.stringMatching(/^[0-9a-f]{40}$/),
  })
})

test('a strict regression is proven in the same words', () => {
  const [warned, failed] = [verdict({ shape }), verdict({ shape, compare: { strict: true } })]
  expect(failed.findings).toEqual(warned.findings)
  expect(failed.reasons).toEqual(warned.reasons)
})

test('an acceptance is said before what it accepts, with all that was found', () => {
  const { reasons, findings, comparison } = verdict({ shape, history: accepted })
  expect(reasons[0]).toMatch(/^Accepted by the label perf-accept of #7: "POST \/pay" became/)
  expect(findings).toEqual(verdict({ shape }).findings)
  expect(comparison?.accepted).toEqual(['#7'])
  const byRun = (test: HttpTest) => historyOf(test, usual, { fresh: ['r20261101100000-abc234'] })
  expect(verdict({ shape, history: byRun }).reasons[0]).toMatch(
    /^Accepted by perf\.yaml \(accept: r20261101100000-abc234\): /,
  )
})

test('an acceptance of a run that is as fast as before is nothing to speak of', () => {
  const { reasons, comparison } = verdict({ history: accepted })
  expect(reasons.join()).not.toContain('Accepted')
  expect(comparison).not.toHaveProperty('accepted')
})

test('a first run says that there is no baseline yet, and what comes next', () => {
  const { comparison, findings } = verdict({ history: none })
  expect(findings).toEqual([])
  expect(comparison).toMatchObject({ state: 'no-baseline', branch: 'main', runs: [] })
  expect(comparison?.notes).toEqual([
    'No baseline yet: there is no earlier run of this test on main to compare with.',
    expect.stringMatching(/^Each good run on main .* adds to it: .* with 5 /),
  ])
})

test('another plan, load or size is said to be the reason for an empty baseline', () => {
  const records = [record(), record({ ago: 3 }), undefined]
  const baseline = baselineOf({ branch: 'main', fingerprint: 'f'.repeat(64), records })
  const { comparison } = verdict({
    history: () => ({ state: 'read', baseline, acceptance: { all: [], fresh: [] } }),
  })
  expect(comparison?.notes[0]).toMatch(/^No baseline yet: the test is another one than in the last 2 runs of main/)
  expect(comparison?.notes.at(-1)).toBe('A record of the history could not be read.')
})

test('a history that cannot be read is a note, and inconclusive only where it was asked for', () => {
  const unread = (): History => ({ state: 'none', branch: 'main', why: 'Access denied.', accepted: [] })
  expect(verdict({ history: unread })).toMatchObject({
    outcome: 'pass',
    comparison: { state: 'unread', notes: ['Access denied.'] },
  })
  expect(verdict({ history: unread, compare: asked })).toMatchObject({
    outcome: 'inconclusive',
    reasons: ['Access denied.', expect.stringContaining('under its limit')],
  })
})

test('results that no history comes with are no pass where the test asks for a comparison', () => {
  const judged = (compare: Compare | undefined) =>
    judge(evidence({ test: httpTest({ limits: [limit.p95(500)], ...(compare && { compare }) }) }))
  expect(judged(asked)).toMatchObject({
    outcome: 'inconclusive',
    comparison: { state: 'no-baseline', asked: true },
    reasons: [expect.stringMatching(/^The test asks to be compared/), expect.stringContaining('under its limit')],
  })
  expect(judged(undefined).outcome).toBe('pass')
  expect(judged(undefined)).not.toHaveProperty('comparison')
})

test('an invalid run is compared with nothing', () => {
  const { comparison, findings, reasons } = verdict({ shape, job: 'pod 1 was evicted' })
  expect(comparison?.state).toBe('not-judged')
  expect(findings).toEqual([])
  expect(reasons).toEqual(['Pod 1 was evicted.'])
})

test('a run that is to be compared with none says nothing of it', () => {
  expect(verdict({ history: () => ({ state: 'off', accepted: [] }) })).not.toHaveProperty('comparison')
})
