/** A shop that serves two requests at a time, loaded in steps until it is too much for it. */
import { expect, test } from '@jest/globals'
import type { Shop } from '../world/shop/shop.ts'
import { runOf } from './run-of.ts'
import { evidenceOf, expectNothingLeft } from './seen.ts'
import { briefTest, jmeterTest } from './tests.ts'
import { scenarios, withJMeter } from './world.ts'

/** With two workers and 60 ms it serves 33 requests a second. */
const small = { name: 'shop-small', delays: { 'POST /cart': 60 } }

/** Threads enough that they are not what is measured, and a rate, so that a busy machine makes no run invalid. */
const inSteps = (over: object = {}) => ({
  ...{
    profile: 'stress',
    threads: 24,
    steps: ['8/s', '16/s', '24/s', '40/s', '50/s', '60/s'],
    ramp: '1s',
    duration: '56s',
  },
  requests: [{ method: 'POST', path: '/cart' }],
  ...over,
})

scenarios(['sandbox'], (world) => {
  const open = (workers: number) => world().deploy({ ...small, revision: `v${workers}`, workers })

  test('what the shop bears is in the comment, near the truth and with its cause, and a shop of half the size is found by its history', async () => {
    const limits = ['p95 < 400 ms', 'capacity > 20/s', 'error-rate < 5 %']
    const files = (shop: Shop, over: object = {}) => briefTest(shop, { ...inSteps({ limits }), ...over })
    const before = await world().use({ event: 'schedule', files: files(await open(2)) })
    expect(before.main).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
    const { verdict, layout } = await runOf(world().bucket, 'browse', before.main.outputs['run-id'] ?? '')
    expect(verdict.stress?.capacity).toMatchObject({ state: 'found' })
    expect(verdict.stress?.capacity?.load).toBeGreaterThan(24)
    expect(verdict.stress?.capacity?.load).toBeLessThan(40)
    expect(verdict.stress?.steps.map(({ offered }) => offered)).toEqual([8, 16, 24, 40, 50, 60])
    expect(verdict.stress?.recovery).toMatchObject({ state: 'recovered' })
    expect(layout).toEqual(expect.arrayContaining(['pods/0/step-6/chunk-*', 'pods/0/recovery/chunk-*']))

    const half = files(await open(1), { compare: { with: 'history', strict: true }, limits: ['p95 < 400 ms'] })
    const used = await world().use({ files: half })
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'regression' } })
    expect(evidenceOf(used)).toMatch(/^Capacity fell by [3-6]\d % against the one run before \(between /)
    expect(used.comments[0]).toMatch(/The target bears 1\d(\.\d)?\/s: beyond that /)
    expect(used.comments[0]).toContain('| 60/s |')
    await expectNothingLeft(world())
  })
})

scenarios(['cluster', 'sandbox'], (world) => {
  withJMeter(test)('JMeter goes through the steps, too', async () => {
    const load = {
      profile: 'stress',
      threads: 12,
      steps: ['25/s', '30/s', '35/s', '40/s'],
      ramp: '1s',
      duration: '50s',
    }
    const shop = await world().deploy({ name: 'shop-small', revision: 'v2' })
    const used = await world().use({
      files: jmeterTest(shop, { ...load, rate: undefined, pods: 1, limits: ['p95 < 2 s'] }),
    })
    expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
    expect(evidenceOf(used)).toBe('The target bears at least 40/s: no step was too much for it.')
  })
})
