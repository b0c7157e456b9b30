import { expect, test } from '@jest/globals'
import { PerfError } from '../src/core/error.ts'
import type { HistoryRecord } from '../src/core/history.ts'
import type { Origin, Request } from '../src/core/request.ts'
import type { PodManifest, RunSpec } from '../src/core/spec.ts'
import { pipeline } from '../src/pipeline.ts'
import type { Reported } from '../src/steps/report.ts'
import { undo } from '../src/steps/undo.ts'
import { manifest, podSamples } from './support/evidence.ts'
import { noise } from './support/load.ts'
import { HEAD, pairedEvidence, pairedTest, slowerPay } from './support/pairs.ts'
import { createWorld, type Script } from './support/world.ts'

const common = { owner: 'acme', repo: 'shop', workflowUrl: 'https://github.com/acme/shop/1', branch: 'main', sha: HEAD }
const push: Origin = { ...common, landed: true }
const pull: Origin = { ...common, landed: false, pull: 7, labels: [] }
const request: Omit<Request, 'origin'> = {
  ...{ config: 'perf.yaml', tests: 'all', namespace: 'perf', bucket: 'acme-perf', prefix: 'perf' },
  ...{ region: 'eu-central-1', fluxPath: 'runs', fluxBranch: 'main' },
}
const HOUR = 3_600_000

interface Change extends Script {
  /** How much slower `POST /pay` is in a load that is made once, and on the head of pairs. */
  readonly once?: number
  readonly inPairs?: number
  /** The workflow is cancelled while pairs are loaded. */
  readonly cancelled?: boolean
}

/** A shop that is screened again and again over one bucket. */
function createShop() {
  const objects = new Map<string, string>()
  let runs = 0
  async function run(origin: Origin, { once = 0, inPairs = once, cancelled = false, ...rest }: Change = {}) {
    const n = ++runs
    const pod = (whole: PodManifest, spec: RunSpec): PodManifest =>
      spec.blocks.length === 1 ? madeOnce(whole, n, once) : madeInPairs(whole, spec, inPairs)
    const running = () => {
      if (cancelled && commits().length === 2) stage.abort.abort()
    }
    const stage = createWorld({ perf: PERF, pod, running, ...rest })
    const commits = () => stage.history.flatMap((act) => /^commit (.*)/.exec(act)?.[1] ?? [])
    for (const [key, body] of objects) stage.store.objects.set(key, body)
    let drawn = 0
    const world = { ...stage.world, random: (bytes: number) => new Uint8Array(bytes).fill(n * 2 + drawn++) }
    const reported: Reported[] = []
    const failed = await (async () => {
      for await (const one of pipeline({ ...request, origin }, { agent: '', http: '' }, world)) reported.push(one)
    })().catch((thrown) => thrown)
    for (const [key, body] of stage.store.objects) objects.set(key, body)
    const json = (path: string) => JSON.parse(objects.get(`perf/checkout/${path}`) ?? 'null')
    return {
      verdict: reported[0]?.result.verdict,
      stage,
      world,
      failed,
      commits: commits(),
      json,
      comment: [...stage.comments.values()].join(),
    }
  }
  const history = (): readonly HistoryRecord[] =>
    [...objects.keys()]
      .filter((key) => key.startsWith('perf/checkout/history/main/'))
      .sort()
      .map((key) => JSON.parse(objects.get(key)!))
  return { run, history }
}

function madeOnce({ index, run, blocks }: PodManifest, n: number, slower: number): PodManifest {
  const shared = 1 + 0.04 * (noise(n) - 0.5)
  const samples = podSamples(index, { seconds: 60 }).map((sample) => ({
    ...sample,
    at: sample.at + n * HOUR,
    elapsed: Math.round(sample.elapsed * shared * (sample.label === 'POST /pay' ? 1 + slower : 1)),
  }))
  const later = (ms: number) => ms + n * HOUR
  const moved = blocks.map((block) => ({
    ...block,
    block: 'load',
    ...{ startAt: later(block.startAt), startedAt: later(block.startedAt), endedAt: later(block.endedAt) },
    probes: [{ at: later(block.startAt), revision: HEAD }],
  }))
  return { ...manifest(index, samples, { run }), blocks: moved }
}

function madeInPairs({ index, run }: PodManifest, { blocks }: RunSpec, slower: number): PodManifest {
  const of = pairedTest({ most: blocks.length / 2, durationMs: 60_000, rampMs: 10_000 })
  const { manifests } = pairedEvidence({ test: of, blocks: blocks.length, change: slowerPay(slower) })
  return { ...manifests[index]!, run }
}

const PERF = `version: 1
tests:
  checkout:
    generator: http
    targets:
      base: {url: http://base.shop:8080, revision: http://base.shop:8080/revision}
      head: {url: http://head.shop:8080, revision: http://head.shop:8080/revision}
    compare: {with: screen, reset: http://base.shop:8080/reset}
    pods: 2
    threads: 40
    ramp: 10s
    duration: 1m
    requests: [{path: /}]
    limits: ['p95 < 900 ms']
`

/** A shop of which so many runs on main are known. */
async function known(runs: number) {
  const shop = createShop()
  for (let i = 0; i < runs; i++) await shop.run(push)
  expect(shop.history()).toHaveLength(runs)
  return shop
}

test('a change that a history finds calm has one load, and that is the last word', async () => {
  const shop = await known(6)
  const calm = await shop.run(pull)
  expect(calm.verdict).toMatchObject({ outcome: 'pass', comparison: { with: 'history' } })
  expect(calm.commits).toHaveLength(1)
  expect(calm.comment).toContain('Compared with the last 6 runs of `main`')
})

test('what is suspected is loaded again in pairs of a run of its own, and is a regression where it is found there', async () => {
  const shop = await known(6)
  const slow = await shop.run(pull, { once: 0.4 })
  const [first = '', second = ''] = slow.commits
  expect(slow.commits).toHaveLength(2)
  expect(slow.verdict).toMatchObject({
    ...{ run: second, outcome: 'regression' },
    comparison: { with: 'pairs', screened: { run: first, runs: 6, branch: 'main', confirmed: true } },
  })
  expect(slow.verdict?.reasons.slice(0, 2)).toEqual([
    expect.stringMatching(/^"POST \/pay" became \d\d % slower at p95 than the base in 3 pairs \(between /),
    'Suspected against 6 earlier runs of main ("POST /pay"), and confirmed in 3 pairs.',
  ])
  expect(slow.comment).toContain(slow.verdict?.reasons[1])
  expect(slow.comment).toContain(first)
  expect(slow.json(`${first}/verdict.json`)).toMatchObject({ outcome: 'warn', comparison: { with: 'history' } })
  expect(slow.json(`${first}/run.json`)).toMatchObject({ state: 'closed', closing: 'warn', test: { confirm: {} } })
  expect(slow.json(`${second}/run.json`)).toMatchObject({
    ...{ state: 'closed', closing: 'regression' },
    test: { pairs: { most: 3, confirms: { run: first }, reset: 'http://base.shop:8080/reset' } },
  })
  expect(slow.json(`${first}/plan/spec.json`).blocks).toMatchObject([{ target: 'http://head.shop:8080' }])
})

test('one check and one comment speak of both runs, each folder is withdrawn before the next is committed', async () => {
  const shop = await known(6)
  const { stage, commits } = await shop.run(pull, { once: 0.4 })
  const [first, second] = commits
  const acts = stage.history.filter((act) => !act.startsWith('put '))
  expect(acts).toEqual([
    'start check of perf / checkout',
    'remember no folder, check',
    'remember folder, check',
    `commit ${first}`,
    'comment',
    `withdraw ${first}`,
    'remember no folder, check',
    'remember no folder, check',
    'remember no folder, no check',
    'remember folder, check',
    `commit ${second}`,
    'end check of perf / checkout',
    'comment',
    'remember folder, no check',
    `withdraw ${second}`,
    'remember no folder, no check',
    'close',
  ])
  expect(stage.checks).toMatchObject([{ name: 'perf / checkout', conclusion: 'failure' }])
  expect(stage.left()).toEqual([])
})

test('what the pairs do not find again is no regression, and on the branch it joins the history', async () => {
  const shop = await known(6)
  const unlucky = await shop.run(pull, { once: 0.4, inPairs: 0 })
  expect(unlucky.verdict).toMatchObject({ outcome: 'pass', comparison: { screened: { confirmed: false } } })
  expect(unlucky.verdict?.reasons[0]).toMatch(
    /^Suspected against 6 earlier runs of main \("POST \/pay"\), and not confirmed in 3 pairs\. Nothing became slower in 3 pairs: /,
  )
  expect(unlucky.stage.checks).toMatchObject([{ conclusion: 'success' }])
  const landed = await shop.run(push, { once: 0.4, inPairs: 0 })
  expect(shop.history()[0]).toMatchObject({ run: landed.commits[0], restart: false })
})

test('a slow-down that pairs prove never joins the history, unless a person accepts it', async () => {
  const shop = await known(6)
  const slow = await shop.run(push, { once: 0.4 })
  expect(slow.verdict?.outcome).toBe('regression')
  expect(shop.history()).toHaveLength(6)
  const meant = await shop.run(push, { once: 0.4, labels: ['perf-accept'] })
  expect(meant.verdict?.outcome).toBe('pass')
  expect(meant.commits).toHaveLength(1)
  expect(shop.history()[0]).toMatchObject({ run: meant.commits[0], restart: true, accepted: ['#7'] })
})

test.each([
  [0, 'there is no earlier run of this test on main'],
  [2, 'there are but 2 earlier runs of this test on main'],
])('with %d earlier runs a pull request is compared in pairs at once', async (runs, why) => {
  const shop = await known(runs)
  const first = await shop.run(pull, { once: 0.4 })
  expect(first.commits).toHaveLength(1)
  expect(first.verdict).toMatchObject({ outcome: 'regression', comparison: { with: 'pairs', most: 6 } })
  expect(first.comment).toContain(`Compared in pairs at once, for ${why}, and a screen needs 3.`)
  expect(first.verdict?.comparison).not.toHaveProperty('screened')
})

test('a broken limit is a regression by itself: nothing is left for pairs to say', async () => {
  const shop = await known(6)
  const broken = await shop.run(pull, { once: 4 })
  expect(broken.verdict).toMatchObject({ outcome: 'regression', limits: [{ state: 'broken' }] })
  expect(broken.commits).toHaveLength(1)
})

test('pairs that are no good leave the test without a verdict, and the history without the run', async () => {
  const shop = await known(6)
  const pod = (whole: PodManifest, spec: RunSpec) =>
    spec.blocks.length === 1 ? madeOnce(whole, 9, 0.4) : whole.index === 0 ? madeInPairs(whole, spec, 0.4) : undefined
  const lame = await shop.run(push, { pod })
  expect(lame.commits).toHaveLength(2)
  expect(lame.verdict).toMatchObject({ outcome: 'invalid' })
  expect(shop.history()).toHaveLength(6)
})

test('cancelled while the pairs are loaded, their folder and the check are left to post, which ends both', async () => {
  const shop = await known(6)
  const { stage, world, failed, commits, json } = await shop.run(pull, { once: 0.4, cancelled: true })
  const [first, second] = commits
  expect(failed).toMatchObject({ code: 'CANCELLED' })
  expect(stage.left()).toEqual([{ run: second, test: 'checkout', committed: true }])
  expect(stage.checks).toMatchObject([{ conclusion: 'cancelled' }])
  expect(json(`${first}/run.json`)).toMatchObject({ closing: 'warn' })
  expect(json(`${second}/run.json`)).toMatchObject({ closing: 'cancelled' })
  await undo(stage.left(), { prefix: 'perf', origin: pull }, { ...world, signal: new AbortController().signal })
  expect([...stage.folders.keys(), ...stage.left()]).toEqual([])
})

test('pairs that cannot be loaded leave the suspicion where it is, and say so', async () => {
  const shop = await known(6)
  let commits = 0
  const before = (act: string) => {
    if (act.startsWith('commit ') && ++commits === 2)
      throw new PerfError('COMMIT', 'the Flux repository refuses the push')
  }
  const { stage, failed, comment, commits: made } = await shop.run(pull, { once: 0.4, before })
  expect(failed).toMatchObject({ code: 'COMMIT', message: 'the Flux repository refuses the push' })
  expect(comment).toContain(
    `The Flux repository refuses the push; what ${made[0]} makes suspect is neither confirmed nor ruled out`,
  )
  expect(stage.checks).toMatchObject([{ conclusion: 'failure' }])
  expect([...stage.folders.keys(), ...stage.left()]).toEqual([])
})

test('a runner that dies while the pairs are loaded leaves to post the folder of the second run and the one check', async () => {
  const shop = await known(6)
  const before = (act: string) => {
    if (act.startsWith('end check')) throw new Error('the runner is gone')
  }
  const { stage, commits } = await shop.run(pull, { once: 0.4, cancelled: true, before })
  expect(stage.left()).toEqual([{ run: commits[1], test: 'checkout', committed: true, check: 0 }])
})
