import { expect, test } from '@jest/globals'
import type { HistoryRecord } from '../src/core/history.ts'
import type { Origin, Request } from '../src/core/request.ts'
import type { PodManifest } from '../src/core/spec.ts'
import { pipeline } from '../src/pipeline.ts'
import type { Reported } from '../src/steps/report.ts'
import { manifest, podSamples } from './support/evidence.ts'
import { noise } from './support/load.ts'
import { createWorld, type Script } from './support/world.ts'

const HOUR = 3_600_000
const common = { owner: 'acme', repo: 'shop', workflowUrl: 'https://github.com/acme/shop/1', branch: 'main' }
const push: Origin = { ...common, sha: 'a'.repeat(40), landed: true }
const pull: Origin = { ...common, sha: 'b'.repeat(40), landed: false, pull: 7, labels: [] }
const request: Omit<Request, 'origin'> = {
  ...{ config: 'perf.yaml', tests: 'all', namespace: 'perf', bucket: 'acme-perf', prefix: 'perf' },
  ...{ region: 'eu-central-1', fluxPath: 'runs', fluxBranch: 'main' },
}

/** A shop that is run again and again over one bucket; no two runs are quite the same, an hour lies between them. */
function createShop() {
  const objects = new Map<string, string>()
  let runs = 0
  async function run(origin: Origin, script: Script & { readonly slower?: number; readonly threads?: number } = {}) {
    const { slower = 0, threads = 40, ...rest } = script
    const n = ++runs
    const shared = 1 + 0.04 * (noise(n) - 0.5)
    const pod = ({ index, run: id, blocks }: PodManifest): PodManifest => {
      const samples = podSamples(index, { seconds: 60 }).map((sample) => ({
        ...sample,
        at: sample.at + n * HOUR,
        elapsed: Math.round(sample.elapsed * shared * (sample.label === 'POST /pay' ? 1 + slower : 1)),
      }))
      const later = (ms: number) => ms + n * HOUR
      const moved = blocks.map((block) => ({
        ...block,
        ...{ startAt: later(block.startAt), startedAt: later(block.startedAt), endedAt: later(block.endedAt) },
      }))
      return { ...manifest(index, samples, { run: id }), blocks: moved }
    }
    const stage = createWorld({ perf: perfYaml(threads), pod, ...rest })
    for (const [key, body] of objects) stage.store.objects.set(key, body)
    const random = (bytes: number) => new Uint8Array(bytes).fill(n)
    const reported: Reported[] = []
    const world = { ...stage.world, random }
    for await (const one of pipeline({ ...request, origin }, { agent: '', http: '' }, world)) reported.push(one)
    for (const [key, body] of stage.store.objects) objects.set(key, body)
    const verdict = reported[0]!.result.verdict
    return { verdict, stage, comment: [...stage.comments.values()].join() }
  }
  const history = (): readonly HistoryRecord[] =>
    [...objects.keys()]
      .filter((key) => key.startsWith('perf/checkout/history/main/'))
      .sort()
      .map((key) => JSON.parse(objects.get(key)!))
  return { run, history }
}

const perfYaml = (threads: number) => `version: 1
tests:
  checkout:
    generator: http
    target: http://shop.shop:8080
    pods: 2
    threads: ${threads}
    ramp: 10s
    duration: 1m
    requests: [{path: /}]
    limits: ['p95 < 900 ms']
`

test('a first run, a baseline, a slower change that warns, its acceptance, and a new baseline', async () => {
  const shop = createShop()
  const first = await shop.run(pull)
  expect(first.verdict.outcome).toBe('pass')
  expect(first.comment).toContain('No baseline yet: there is no earlier run of this test on main')
  expect(shop.history()).toEqual([])

  for (let i = 0; i < 6; i++) expect((await shop.run(push)).verdict.outcome).toBe('pass')
  expect(shop.history()).toHaveLength(6)

  const unchanged = await shop.run(pull)
  expect(unchanged.verdict.outcome).toBe('pass')
  expect(unchanged.comment).toContain('Compared with the last 6 runs of `main`, the newest 1 h before (`aaaaaaa`)')

  const slow = await shop.run(pull, { slower: 0.4 })
  expect(slow.verdict.outcome).toBe('warn')
  expect(slow.comment).toMatch(/\*\*"POST \/pay" became \d+ % slower/)
  expect(slow.stage.checks).toMatchObject([{ conclusion: 'neutral' }])

  const accepted = await shop.run(pull, { slower: 0.4, labels: ['perf-accept'] })
  expect(accepted.verdict.outcome).toBe('pass')
  expect(accepted.comment).toContain('Accepted by the label perf-accept of #')
  expect(shop.history()).toHaveLength(6)

  const pushed = await shop.run({ ...pull, labels: ['perf-accept'], labelsMayBeOld: true }, { slower: 0.4 })
  expect(pushed.verdict.outcome).toBe('warn')
  expect(pushed.comment).toContain('The label perf-accept may be older than the last push, so it accepts nothing of it')

  const merged = await shop.run(push, { slower: 0.4, labels: ['perf-accept'] })
  expect(merged.verdict.outcome).toBe('pass')
  expect(shop.history()[0]).toMatchObject({ restart: true, accepted: ['#7'] })

  const next = await shop.run(push, { slower: 0.4 })
  expect(next.verdict).toMatchObject({ outcome: 'pass', findings: expect.not.arrayContaining([{ outcome: 'warn' }]) })
  expect(next.verdict.comparison?.runs).toHaveLength(1)
  expect(shop.history()[0]?.restart).toBe(false)
})

test('what came to the branch without being accepted warns until it is, and never becomes the baseline', async () => {
  const shop = createShop()
  for (let i = 0; i < 6; i++) await shop.run(push)
  for (let i = 0; i < 2; i++) expect((await shop.run(push, { slower: 0.4 })).verdict.outcome).toBe('warn')
  expect(shop.history()).toHaveLength(6)
})

test('another load is another test: it is compared with nothing, and its baseline begins anew', async () => {
  const shop = createShop()
  for (let i = 0; i < 3; i++) await shop.run(push)
  const other = await shop.run(pull, { threads: 80, slower: 1 })
  expect(other.verdict).toMatchObject({ outcome: 'pass', findings: [] })
  expect(other.comment).toContain(
    'threads changed from 40 to 80 since the last 3 runs of main, so the baseline begins anew',
  )
})

test('a history that may not be written or read fails no run', async () => {
  const shop = createShop()
  const before = (act: string) => {
    if (act.includes('/history/')) throw new Error('access denied')
  }
  const { verdict, stage } = await shop.run(push, { before })
  expect(verdict.outcome).toBe('pass')
  expect(stage.lines).toContainEqual(
    expect.stringMatching(/^warning: r\d+-\w+ does not join the history of main: access denied$/),
  )
})
