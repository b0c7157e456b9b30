import { expect, test } from '@jest/globals'
import { summaryOf } from '../../../src/core/jtl/merge.ts'
import type { PodManifest } from '../../../src/core/spec.ts'
import { runChecks } from '../../../src/core/verdict/checks.ts'
import { runQuantities } from '../../../src/core/verdict/compare/run-quantities.ts'
import { judge } from '../../../src/core/verdict/judge.ts'
import { historyRecord } from '../../../src/core/verdict/record.ts'
import type { Check } from '../../../src/core/verdict/verdict.ts'
import { limit, START } from '../../support/evidence.ts'
import { historyOf } from '../../support/history.ts'
import { BASE, HEAD, type PairedScene, pairedEvidence, pairedTest, slowerPay } from '../../support/pairs.ts'

const verdict = (scene?: PairedScene) => judge(pairedEvidence(scene))
const check = (name: string, scene?: PairedScene): Check | undefined =>
  verdict(scene).checks.find((one) => one.check === name)

test('where nothing changed, the pairs pass as soon as they can tell, and say what was compared', () => {
  const { outcome, reasons, comparison, checks } = verdict()
  expect(checks.filter(({ state }) => state !== 'ok' && state !== 'unknown')).toEqual([
    expect.objectContaining({ check: 'start-lag', state: 'warn' }),
  ])
  expect(outcome).toBe('pass')
  expect(reasons[0]).toMatch(/^Nothing became slower in [23] pairs: /)
  expect(comparison).toMatchObject({
    ...{ with: 'pairs', state: 'compared', asked: true, outcome: 'pass', most: 6 },
    revisions: { base: BASE, head: HEAD },
  })
  expect(comparison?.runs[0]).toMatchObject({ run: '1-base', revision: BASE })
})

test('a label that is slower on the head is a regression, with its figures on both sides', () => {
  const { outcome, reasons, findings, comparison } = verdict({ change: slowerPay(0.31) })
  expect(outcome).toBe('regression')
  expect(reasons[0]).toMatch(/^"POST \/pay" became \d\d % slower at p95 than the base in [23] pairs \(between /)
  const p95 = findings.find(({ label, metric }) => label === 'POST /pay' && metric === 'p95')
  expect(p95?.change).toBeCloseTo(0.31, 1)
  expect(p95?.after).toBeCloseTo(p95!.before! * (1 + p95!.change), 6)
  expect(comparison?.runs.length).toBeLessThanOrEqual(3)
})

test('pairs after the look that decided change nothing', () => {
  const early = verdict({ blocks: 4, change: slowerPay(0.31) })
  const late = verdict({ blocks: 12, change: slowerPay(0.31) })
  expect(late.comparison?.runs).toHaveLength(early.comparison!.runs.length)
  expect(late.findings).toEqual(early.findings)
})

test('a half pair counts for nothing, and one pair is too few', () => {
  expect(verdict({ blocks: 5 }).comparison?.runs).toHaveLength(2)
  const one = verdict({ blocks: 3 })
  expect(one).toMatchObject({ outcome: 'inconclusive', comparison: { state: 'no-baseline' } })
})

test('a pair that one pod lacks is no whole one', () => {
  const lame = verdict({
    blocks: 6,
    pod: (pod) => (pod.index === 1 ? { ...pod, blocks: pod.blocks.slice(0, 3) } : pod),
  })
  expect(lame).toMatchObject({ outcome: 'inconclusive', reasons: ['Nothing was compared: only one pair is whole.'] })
})

test('a block that a pod had ended before it heard that all is decided counts for nothing', () => {
  const only = (pod: PodManifest, blocks: number): PodManifest => ({
    ...pod,
    blocks: pod.blocks.slice(0, blocks),
    summary: summaryOf(pod.summary.blocks.slice(0, blocks), pod.summary.rows, []),
  })
  const { manifests, ...evidence } = pairedEvidence({
    blocks: 5,
    pod: (pod) => (pod.index === 1 ? only(pod, 4) : pod),
  })
  expect(manifests.map((pod) => pod?.blocks.length)).toEqual([5, 4])
  expect(judge({ ...evidence, manifests })).toMatchObject({ outcome: 'pass', comparison: { state: 'compared' } })
})

test('a pair in which nothing was measured proves nothing', () => {
  const silent: PairedScene = { blocks: 8, change: (sample, _, __, id) => (id.startsWith('2-') ? undefined : sample) }
  expect(check('samples', silent)).toMatchObject({
    state: 'invalid',
    note: expect.stringMatching(/^block 2-head and 1 more made no samples; is the target reachable/),
  })
  expect(verdict(silent).outcome).toBe('invalid')
})

const failing = (side: 'base' | 'head' | 'both', every: number): PairedScene => ({
  change: (sample, of, n) =>
    (side === 'both' || side === of) && n % every === 0 ? { ...sample, failed: ['503', 'no'] } : sample,
})

test.each([1, 2, 10, 30])('a head of which one request in %d fails is a regression, however many fail', (every) => {
  const { outcome, reasons, findings, comparison } = verdict(failing('head', every))
  expect({ outcome, state: comparison?.state }).toEqual({ outcome: 'regression', state: 'compared' })
  expect(reasons[0]).toMatch(/^The error rate rose by [\d.]+ points against the base in [23] pairs/)
  if (every < 20) {
    expect(reasons.join(' ')).toMatch(/samples failed .*; latencies are not judged/)
    expect(new Set(findings.map(({ metric }) => metric))).toEqual(new Set(['error-rate']))
  }
})

test.each(['base', 'both'] as const)('where the %s fails as often as that, nothing is proven', (side) => {
  expect(verdict(failing(side, 10))).toMatchObject({
    ...{ outcome: 'invalid', findings: [], comparison: { state: 'not-judged' } },
  })
})

test('failures that a person accepted leave a run as invalid as it is', () => {
  const accepted = { state: 'off', accepted: ['#12'] } as const
  expect(judge({ ...pairedEvidence(failing('head', 10)), history: accepted }).outcome).toBe('invalid')
})

test('limits are for the head alone', () => {
  const slowBase: NonNullable<PairedScene['change']> = (sample, side) =>
    side === 'base' ? { ...sample, elapsed: sample.elapsed * 3 } : sample
  const limits = [limit.p95(500), limit.throughput(35)]
  const { outcome, limits: judged } = verdict({ test: pairedTest({ limits }), change: slowBase })
  expect(judged).toMatchObject([{ state: 'met' }, { state: 'met' }])
  expect(judged[1]?.actual).toBeCloseTo(40, 0)
  expect(outcome).toBe('pass')
  expect(verdict({ test: pairedTest({ limits: [limit.p95(100)] }) })).toMatchObject({ outcome: 'regression' })
})

test('a block that is no good makes the run invalid, by its name', () => {
  const failing: NonNullable<PairedScene['change']> = (sample, side, n) =>
    side === 'base' && n % 10 === 0 ? { ...sample, failed: ['503', 'no'] } : sample
  expect(check('errors', { change: failing })).toMatchObject({
    state: 'invalid',
    note: expect.stringMatching(/samples failed .* \(block 1-base and 2 more\)$/),
  })
  expect(verdict({ change: failing })).toMatchObject({ outcome: 'invalid', comparison: { state: 'not-judged' } })
})

const { rate: _, ...threads } = pairedTest()
const early: NonNullable<PairedScene['change']> = (sample, side) =>
  side === 'head' && sample.at > START + 47_300 ? undefined : sample
const brief = pairedTest({ durationMs: 50_000 })
const short = { http: brief, jmeter: { ...brief, generator: 'jmeter' } as unknown as typeof brief }

test.each([
  ['as long and as many', {}, 'ok'],
  ['fewer samples', { change: (sample, side, n) => (side === 'head' && n % 12 === 0 ? undefined : sample) }, 'invalid'],
  [
    'shorter',
    { test: threads, change: (sample, side) => (side === 'head' && sample.at > START + 112_000 ? undefined : sample) },
    'invalid',
  ],
  [
    'as long, but the generator takes its time to end',
    { end: (end, side) => (side === 'head' ? { ...end, endedAt: end.endedAt + 15_000 } : end) },
    'ok',
  ],
  ['shorter, for JMeter took a second more to start', { test: short.jmeter, change: early }, 'ok'],
  ['shorter by as much, without a JVM', { test: short.http, change: early }, 'invalid'],
] satisfies readonly (readonly [string, PairedScene, string])[])('base and head %s: %s', (_, scene, state) => {
  expect(check('symmetry', scene)).toMatchObject({ state })
})

test('threads that wait may make fewer samples against a slower head', () => {
  const fewer: PairedScene = {
    test: threads,
    change: (sample, side, n) => (side === 'head' && n % 8 === 0 ? undefined : sample),
  }
  expect(check('symmetry', fewer)).toMatchObject({ state: 'ok' })
})

const runs =
  (base: string, head: (at: number) => string): NonNullable<PairedScene['end']> =>
  (end, side) => ({
    ...end,
    probes: (end.probes ?? []).map(({ at }) => ({ at, revision: side === 'base' ? base : head(at) })),
  })

const IMAGE = (figure: string) => `sha256:${figure.repeat(64)}`

const middle = pairedEvidence().manifests[0]!.blocks[3]!.startAt

test.each([
  ['what was to be judged', runs(BASE, () => HEAD.slice(0, 7)), 'ok', /^the base ran a{40}, the head ran 3f2a1bc all/],
  [
    'another commit',
    runs(BASE, () => 'b'.repeat(40)),
    'invalid',
    /^the head ran b{40}, and the pull request's head is 3f2a1bc/,
  ],
  [
    'two commits',
    runs(BASE, (at) => (at < middle ? HEAD : 'c'.repeat(40))),
    'invalid',
    /^the head ran 3f2a.* and then c{40}: deploy nothing/,
  ],
  [
    'what the base ran, too',
    runs(HEAD, () => HEAD),
    'invalid',
    /^the base ran 3f2a1bc.*, which is the pull request's own head: deploy the branch/,
  ],
  [
    'the version of the base',
    runs('v1', () => 'v1'),
    'warn',
    /^base and head ran the same revision, v1, and differ by/,
  ],
  ['one image', runs(IMAGE('1'), () => IMAGE('2')), 'ok', /^the base ran sha256:1{12}, the head ran sha256:2{12} all/],
  [
    'another image later',
    runs(IMAGE('1'), (at) => IMAGE(at < middle ? '2' : '3')),
    'invalid',
    /^the head ran sha256:2{12} and then sha256:3{12}: deploy nothing/,
  ],
  ['a version', runs('v1', () => 'v2'), 'ok', /^the base ran v1, the head ran v2/],
  ['the build of a day', runs('20261121', () => '20261122'), 'ok', /^the base ran 20261121, the head ran 20261122/],
] as const)('the head that ran %s', (_, end, state, note) => {
  expect(check('revision', { end })).toMatchObject({ state, note: expect.stringMatching(note) })
  expect(verdict({ end }).outcome).toBe(state === 'invalid' ? 'invalid' : 'pass')
})

test('what was read beside the pods counts like what they read', () => {
  const at = (side: 'base' | 'head', from: number) => [{ at: from, revision: `${side} image` }]
  const url = 'http://shop'
  const read = (head: readonly { at: number; revision: string }[]) => {
    const evidence = pairedEvidence({ end: ({ probes: _, ...end }) => end })
    const image = { image: 'app=shop' }
    const pairs = { ...evidence.test.pairs!, base: { url, revision: image }, head: { url, revision: image } }
    const revisions = { base: at('base', 0), head }
    return runChecks({ ...evidence, test: { ...evidence.test, pairs } as typeof evidence.test, revisions }).find(
      (one) => one.check === 'revision',
    )
  }
  expect(read(at('head', 0))).toMatchObject({
    state: 'ok',
    note: 'the base ran base image, the head ran head image all the time',
  })
  expect(read([...at('head', 0), { at: 9, revision: 'new' }, { at: 9, revision: 'head image' }])).toMatchObject({
    state: 'invalid',
    note: 'the head ran head image and new at once: wait for the end of its rollout, and measure again',
  })
  expect(read([])).toMatchObject({ state: 'invalid', note: 'the head does not say what it runs' })
})

test('a target that never says what it runs makes the run invalid; one that was silent once is noted', () => {
  const silent =
    (always: boolean): NonNullable<PairedScene['end']> =>
    (end) => {
      const [first, ...others] = end.probes ?? []
      const why = 'GET http://x/revision answers 503'
      return { ...end, probes: [{ at: first!.at, why }, ...(always ? [] : others)] }
    }
  expect(check('revision', { end: silent(true) })).toMatchObject({
    state: 'invalid',
    note: expect.stringMatching(
      /^the base does not say what it runs \(GET http:\/\/x\/revision answers 503\); the head/,
    ),
  })
  expect(check('revision', { end: silent(false) })).toMatchObject({ state: 'warn' })
})

test('what a person accepted is a pass that says so', () => {
  const evidence = pairedEvidence({ change: slowerPay(0.31) })
  const accepted = judge({ ...evidence, history: { state: 'off', accepted: ['#7'] } })
  expect(accepted).toMatchObject({ outcome: 'pass', comparison: { accepted: ['#7'] } })
})

test('a run in pairs joins no history', () => {
  const evidence = pairedEvidence()
  const origin = { sha: HEAD, branch: 'main', landed: true }
  expect(historyRecord(evidence, { verdict: judge(evidence), origin })).toBeUndefined()
})

test('blocks of the base that differ among themselves are noted, and no more', () => {
  expect(check('control')).toMatchObject({
    state: 'ok',
    note: expect.stringMatching(/^the blocks of the base differ by/),
  })
  const restless: NonNullable<PairedScene['change']> = (sample, _side, _n, block) =>
    block.startsWith('2-') ? { ...sample, elapsed: Math.round(sample.elapsed * 1.3) } : sample
  expect(check('control', { change: restless })).toMatchObject({
    state: 'warn',
    note: expect.stringMatching(/^the blocks of the base differ by 3\d %; the time was a restless one/),
  })
  expect(verdict({ change: restless }).outcome).not.toBe('invalid')
})

test('a base that is off its own history is noted, where one is known', () => {
  const control = (times: number) => {
    const steady = pairedEvidence()
    const slow = pairedEvidence({ change: (sample) => ({ ...sample, elapsed: Math.round(sample.elapsed * times) }) })
    const history = historyOf(steady.test, runQuantities(steady.summary, [], { block: '1-base' }))
    return judge({ ...slow, history }).checks.find((one) => one.check === 'control')
  }
  expect(control(1)).toMatchObject({ state: 'ok' })
  expect(control(1.6)).toMatchObject({
    state: 'warn',
    note: expect.stringMatching(/^the base is \d\d % off its earlier runs; /),
  })
})
