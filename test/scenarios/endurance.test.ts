/** A long load in small: a shop that leaks is named with the time at which it reaches its limit, one that does not passes. */
import { expect, test } from '@jest/globals'
import type { Shop } from '../world/shop/shop.ts'
import { runOf } from './run-of.ts'
import { checkOf, errorsOf, evidenceOf, expectNothingLeft } from './seen.ts'
import { httpTest, LABELS } from './tests.ts'
import { scenarios } from './world.ts'

/** Threads and a rate, so that a busy machine makes no run invalid. */
const soak = (shop: Shop, name: string) =>
  httpTest(shop, {
    profile: 'endurance',
    ...{ pods: 1, threads: 20, rate: '40/s', ramp: '3s', duration: '50s' },
    metrics: { memory: { query: `max(nodejs_external_memory_bytes{app="${name}"})`, unit: 'bytes' } },
    limits: ['p95 < 2 s', 'error-rate < 1 %', 'metric(memory).max < 256Mi'],
  })

scenarios(['cluster', 'sandbox'], (world) => {
  // slow enough that what else the machine does is no growth of its latency
  const delays = Object.fromEntries(LABELS.map((label) => [label, 300]))
  const open = (name: string, leak: number) => world().deploy({ name, revision: 'v1', delays, stock: 32, leak })

  test('a shop that leaks ends red, with the time at which its memory reaches the limit', async () => {
    const used = await world().use({ files: soak(await open('shop-leaks', 16), 'shop-leaks') })
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'regression' } })
    const sentence =
      /^Metric "memory" grew by \d+ % a minute \(between \d+ % and \d+ %\), from [\d.]+ MiB to [\d.]+ MiB in \d+ s: at this rate it reaches its limit of 256 MiB in \d+ min( \d+ s)?, at the earliest in \d+ min/
    expect(evidenceOf(used)).toMatch(sentence)
    expect(errorsOf(used.main)).toEqual([expect.stringMatching(/^browse: regression: Metric "memory" grew by /)])
    expect(checkOf(used)).toMatch(/^failure: Regression: Metric "memory" grew by /)
    expect(used.comments[0]).toMatch(
      /\| metric `memory` \| [\d.]+&nbsp;MiB \| [\d.]+&nbsp;MiB \| \*\*&#43;\d+&nbsp;%\*\* \| .* \| 256&nbsp;MiB&nbsp;in&nbsp;\d+&nbsp;min.* \| 🔺&nbsp;grows&nbsp;to&nbsp;its&nbsp;limit \|/,
    )
    const { verdict, text } = await runOf(world().bucket, 'browse', used.main.outputs['run-id'] ?? '')
    const [memory] = verdict.findings
    expect(memory).toMatchObject({ metric: 'memory', outcome: 'regression', growth: { kind: 'leak', unit: 'bytes' } })
    // 40 requests a second leave 16 KiB each
    expect((memory?.growth?.perHour.value ?? 0) / 3600 / 1024).toBeCloseTo(640, -2)
    expect(await text('report/index.html')).toContain('memory: at this rate at its limit')
    await expectNothingLeft(world())
  })

  test('the same shop without the leak passes, and it is said what is ruled out', async () => {
    const used = await world().use({ files: soak(await open('shop-keeps', 0), 'shop-keeps') })
    expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
    expect(evidenceOf(used)).toMatch(/^Nothing grew in the \d+ s that count(: at the most |, not even by 0\.05 %)/)
    expect(checkOf(used)).toMatch(/^success: Pass: Nothing grew in /)
    expect(used.comments[0]).toMatch(/\| metric `memory` \| .* \| ✅&nbsp;steady \|/)
  })

  test('a day of load is refused before anything begins, with what fits', async () => {
    const files = httpTest(world().shop, { profile: 'endurance', duration: undefined })
    const used = await world().use({ files })
    expect(used.main).toMatchObject({ code: 1 })
    expect(errorsOf(used.main).join('\n')).toMatch(
      /1 d of load, the default, are more than the 5 h 20 min that one job on GitHub's runners can follow/,
    )
    await expectNothingLeft(world())
  })
})
