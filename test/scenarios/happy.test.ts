/** The main job: from a pull request to comment, check, objects in the bucket and a pruned folder, with true numbers. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { MetricResult } from '../../src/core/series.ts'
import type { LabelBlock, Summary } from '../../src/core/summary.ts'
import { git } from '../world/github/bare.ts'
import { subjectsOf } from '../world/repository.ts'
import type { Running } from '../world/runner.ts'
import type { ShopCounters } from '../world/shop/shop.ts'
import type { Used } from '../world/world.ts'
import { runOf, type StoredRun, sha256Of } from './run-of.ts'
import { checkOf, evidenceOf, expectNothingLeft } from './seen.ts'
import { httpTest, jmeterTest, LABELS } from './tests.ts'
import { scenarios, withJMeter } from './world.ts'

// the same question by both routes; the world adds one about memory
const metrics = {
  served: { query: 'sum by (endpoint) (shop_requests_total{code="200"})', better: 'higher' },
  'served-by-url': { query: 'sum by (endpoint) (shop_requests_total{code="200"})', source: 'url' },
}
const limits = ['p95 < 2 s', 'error-rate < 1 %', 'metric(memory).max < 2Gi']
const generators = [
  { generator: 'http', name: 'browse', filesOf: httpTest, planFiles: ['spec.json'], describeIt: describe },
  {
    ...{ generator: 'jmeter', name: 'buy', filesOf: jmeterTest, describeIt: withJMeter(describe) },
    planFiles: ['plan.jmx', 'run.sh', 'spec.json'],
  },
]

scenarios(['cluster', 'sandbox'], (world) => {
  for (const { generator, name, filesOf, planFiles, describeIt } of generators)
    describeIt(`a run of 2 pods of ${generator}`, () => {
      let used: Used
      let run: string
      let stored: StoredRun
      let counters: ShopCounters
      let forLaterSteps: Readonly<Record<string, unknown>>

      beforeAll(async () => {
        const { use, shop, bucket, memory } = world()
        await shop.reset()
        const during = async (main: Running) => {
          const { outputs } = await main.done
          const read = (output: string) => JSON.parse(readFileSync(outputs[output] ?? '', 'utf8')) as unknown
          forLaterSteps = { summary: read('summary-path'), verdict: read('verdict-path') }
        }
        used = await use({
          files: filesOf(shop, { limits, metrics: { ...metrics, memory: { query: memory.query } } }),
          during,
        })
        run = used.main.outputs['run-id'] ?? ''
        counters = await shop.counters()
        stored = await runOf(bucket, name, run)
      })

      test('ends green, with outputs for later steps', async () => {
        const { main, post } = used
        expect({ main: main.code, post: post.code }).toEqual({ main: 0, post: 0 })
        expect(run).toMatch(/^r\d{14}-[a-z2-7]{6}$/)
        expect(main.outputs).toMatchObject({
          verdict: 'pass',
          'results-url': expect.stringMatching(new RegExp(`/${name}/${run}/$`)),
          'report-url': expect.stringMatching(new RegExp(`/${name}/${run}/report/index.html$`)),
          'comment-url': expect.stringMatching(/\/org\/shop\/pull\/\d+#issuecomment-\d+$/),
          'check-url': expect.stringMatching(/\/org\/shop\/runs\/\d+$/),
        })
        expect(forLaterSteps).toEqual({ summary: stored.summary, verdict: stored.verdict })
      })

      test('is a commit in the Flux repository, and another one that takes it out', async () => {
        const { fleet } = world()
        const started = used.main.outputs['commit'] ?? ''
        expect(await git(fleet, ['show', '--no-patch', '--format=%s', started])).toBe(`perf: start ${name} ${run}`)
        const added = await git(fleet, ['diff-tree', '-r', '--no-commit-id', '--name-only', started])
        expect(added.split('\n').every((path) => path.startsWith(`perf/runs/${run}/`))).toBe(true)
        expect(await subjectsOf(fleet)).toContain(`perf: withdraw ${name} ${run}`)
      })

      test('leaves no folder, no Job, no pod and no ConfigMap', () => expectNothingLeft(world()))

      test('has one comment, a check on the head commit and a job summary, which say the same', () => {
        expect(used.comments).toEqual([expect.stringMatching(/^<!-- perf-action -->\n/)])
        expect(used.comments[0]).toContain(`### ✅ Pass · \`${name}\``)
        expect(evidenceOf(used)).toMatch(/^All 3 limits are met\. The closest: /)
        expect(used.checks).toEqual([
          expect.objectContaining({ name: `perf / ${name}`, sha: used.sha, conclusion: 'success' }),
        ])
        expect(checkOf(used)).toBe(`success: Pass: ${stored.verdict.reasons[0]}`)
        expect(used.main.summary).toContain(evidenceOf(used))
      })

      test('has counted in every label what the shop has served at that endpoint', () => {
        const served = Object.fromEntries(Object.entries(counters).map(([label, { served: count }]) => [label, count]))
        const counted = Object.fromEntries(stored.summary.labels.map(({ label, count }) => [label, count]))
        expect(Object.keys(counted).toSorted()).toEqual([...LABELS])
        expect(counted).toEqual(served)
        expect(stored.summary.total.count).toBeGreaterThan(200)
      })

      test('keeps the rows of all pods in chunks, which add up to the summary', async () => {
        expect(exact(stored.ofChunks)).toEqual(exact(stored.summary))
        expect(stored.ofChunks.rows.read).toBe(stored.summary.rows.read)
        for (const { key, sha256 } of stored.manifests.flatMap(({ blocks }) => blocks.flatMap(({ chunks }) => chunks)))
          expect(await sha256Of(world().bucket, key)).toBe(sha256)
      })

      test('lies in the bucket as it is documented', async () => {
        const pods = [0, 1].flatMap((index) =>
          ['claim.json', 'load/chunk-*', 'log.gz', 'manifest.json', 'progress.json'].map(
            (file) => `pods/${index}/${file}`,
          ),
        )
        const barrier = ['0.json', '1.json', 'go.json'].map((file) => `barrier/load/${file}`)
        const plan = ['job.yaml', 'kustomization.yaml', 'perf.yaml', ...planFiles].map((file) => `plan/${file}`)
        const measured = ['memory', ...Object.keys(metrics)].flatMap((id) => [
          `metrics/${id}.csv`,
          `metrics/${id}.json`,
        ])
        const whole = ['report/index.html', 'run.json', 'summary.json', 'verdict.json']
        expect(stored.layout).toEqual([...barrier, ...measured, ...plan, ...pods, ...whole].toSorted())
        expect(await stored.json('run.json')).toMatchObject({ id: run, state: 'closed' })
        expect(await stored.text('report/index.html')).toContain(run)
      })

      test('has the same samples from Prometheus by its URL and by the Service proxy', async () => {
        const of = (id: string) => stored.json<MetricResult>(`metrics/${id}.json`)
        const [byProxy, byUrl, memory] = await Promise.all([of('served'), of('served-by-url'), of('memory')])
        expect(byProxy).toMatchObject({ state: 'ok', source: 'default' })
        expect(byUrl).toMatchObject({ state: 'ok', source: 'url' })
        expect(byProxy.series).toHaveLength(LABELS.length)
        expect(byUrl.series).toEqual(byProxy.series)
        const { by, series } = world().memory
        expect(memory.series.map(({ labels }) => labels[by])).toEqual(
          series(run, 2).map((pattern) => expect.stringMatching(pattern)),
        )
      })

      test('has shown no secret', () => {
        const { main, post } = used
        const masked = main.commands.filter((command) => command.name === 'add-mask').map(({ message }) => message)
        expect(masked).toEqual(expect.arrayContaining(['flux-token', 'job-token']))
        for (const form of [/^eyJ/, /^k8s-aws-v1\./]) expect(masked.some((secret) => form.test(secret))).toBe(true)
        for (const shown of [main.shown, post.shown]) expect(shown).not.toMatch(/k8s-aws-v1\.|X-Amz-S|eyJ/)
      })
    })
})

/** Of a summary, what adds up whatever it was cut into: counts, errors, times, histograms; labels in order of their names. */
function exact({ blocks, total }: Summary) {
  const labels = blocks.flatMap((block) => block.labels).map(({ slices: _, ...label }: LabelBlock) => label)
  const { count, errors, sum, min, max, p50, p90, p95, p99, first, last } = total
  return {
    labels: labels.toSorted((a, b) => (a.label < b.label ? -1 : 1)),
    total: { count, errors, sum, min, max, p50, p90, p95, p99, first, last },
  }
}
