import { expect, test } from '@jest/globals'
import type { History } from '../../../src/core/baseline.ts'
import { fingerprint } from '../../../src/core/fingerprint.ts'
import { parseHistoryRecord } from '../../../src/core/history-parse.ts'
import { loadOf } from '../../../src/core/load.ts'
import type { Compare } from '../../../src/core/plan.ts'
import { runQuantities } from '../../../src/core/verdict/compare/run-quantities.ts'
import { podsOf } from '../../../src/core/verdict/evidence.ts'
import { judge } from '../../../src/core/verdict/judge.ts'
import { historyRecord } from '../../../src/core/verdict/record.ts'
import { evidence, httpTest, type LoadShape, limit, RUN, type Scene, START } from '../../support/evidence.ts'
import { historyOf } from '../../support/history.ts'

const usual = runQuantities(evidence().summary, [], { pods: podsOf(evidence()) })
const origin = { sha: 'a'.repeat(40), branch: 'main', landed: true }
const steady = historyOf(httpTest(), usual)
const acceptedHere = historyOf(httpTest(), usual, { fresh: ['#7'] })

interface Case extends Scene {
  readonly history?: History
  readonly compare?: Compare
}

function recordOf({ history = steady, compare, ...scene }: Case, change: Partial<typeof origin> = {}) {
  const test = scene.test ?? httpTest({ limits: [limit.p95(500)], ...(compare && { compare }) })
  const found = { ...evidence({ ...scene, test }), history }
  return historyRecord(found, { verdict: judge(found), origin: { ...origin, ...change } })
}

const slower: LoadShape = {
  change: (sample) =>
    sample.label === 'POST /pay' ? { ...sample, elapsed: Math.round(sample.elapsed * 1.3) } : sample,
}

test('a good run of a branch leaves what later runs are compared with', () => {
  const left = recordOf({})
  expect(left).toEqual({
    ...{ schema: 'perf-action/history/v1', test: 'checkout', run: RUN, at: START, branch: 'main' },
    revision: origin.sha,
    fingerprint: fingerprint(httpTest()),
    load: loadOf(httpTest()),
    restart: false,
    quantities: usual,
  })
  expect(parseHistoryRecord(JSON.stringify(left), { test: 'checkout', branch: 'main' })).toEqual(left)
})

test.each<[string, Case, boolean]>([
  ['passed', {}, true],
  ['had nothing to be compared with', { history: { state: 'off', accepted: [] } }, true],
  ['could not be compared', { history: { state: 'none', branch: 'main', why: 'Denied.', accepted: [] } }, false],
  ['had a limit without data', { test: httpTest({ limits: [limit.p95(500, 'nobody')] }) }, true],
  ['was slower than the history', { shape: slower }, false],
  ['was slower than the history, strictly judged', { shape: slower, compare: { strict: true } }, false],
  ['was slower than the history, and that is accepted', { shape: slower, history: acceptedHere }, true],
  ['broke a limit', { test: httpTest({ limits: [limit.p95(10)] }) }, false],
  ['was partial', { pod: (pod) => (pod.index === 1 ? undefined : pod) }, false],
  ['had no samples', { pod: () => undefined }, false],
])('a run that %s joins the history: %#', (_, scene, joins) => {
  expect(recordOf(scene) !== undefined).toBe(joins)
})

test.each([
  ['of a pull request', { landed: false }],
  ['of a tag', { branch: undefined as never }],
])('a run %s joins no history', (_, change) => {
  expect(recordOf({}, change)).toBeUndefined()
})

test('the history begins anew with an accepted change, and remembers what was accepted', () => {
  expect(recordOf({ shape: slower, history: acceptedHere })).toMatchObject({ restart: true, accepted: ['#7'] })
  expect(recordOf({ history: acceptedHere })).toMatchObject({ restart: true })
  const known: History = { ...(steady as Extract<History, { state: 'read' }>), acceptance: { all: ['#7'], fresh: [] } }
  expect(recordOf({ history: known })).toMatchObject({ restart: false, accepted: ['#7'] })
})
