/** The workflow ends before the run does: no load goes on, and nothing is left. */
import { expect, test } from '@jest/globals'
import type { Running } from '../world/runner.ts'
import { until } from '../world/until.ts'
import { checkOf, expectNothingLeft } from './seen.ts'
import { httpTest } from './tests.ts'
import { scenarios } from './world.ts'

scenarios(['cluster', 'sandbox'], (world) => {
  const files = () => httpTest(world().shop, { pods: 1, duration: '5m' })

  /** Until the shop sees load. */
  async function underLoad(main: Running): Promise<void> {
    await main.seen(/pod 0: running/)
    const { shop } = world()
    await until('load', async () => ((await shop.counters())['GET /products']?.served ?? 0) > 0, 60)
  }

  async function expectQuiet(): Promise<void> {
    const { shop } = world()
    await shop.reset()
    await new Promise((done) => setTimeout(done, 1000))
    expect((await shop.counters())['GET /products']).toEqual({ served: 0, failed: 0 })
  }

  test('a cancelled workflow (SIGINT, then post) stops the load and leaves nothing', async () => {
    await world().shop.reset()
    const used = await world().use({
      files: files(),
      during: async (main) => {
        await underLoad(main)
        main.cancel()
      },
    })
    expect(used.main.signal).toBeNull() // it ended by itself, before GitHub would have killed it
    expect(used.main.code).not.toBe(0)
    expect(used.post.code).toBe(0)
    await expectNothingLeft(world())
    await expectQuiet()
    expect(checkOf(used)).toMatch(/^cancelled: Cancelled: /)
  })

  test('a runner that is killed (SIGKILL, then post) stops the load and leaves nothing', async () => {
    await world().shop.reset()
    const used = await world().use({
      files: files(),
      during: async (main) => {
        await underLoad(main)
        main.kill('SIGKILL')
      },
    })
    expect(used.main.signal).toBe('SIGKILL')
    expect(used.post.code).toBe(0)
    await expectNothingLeft(world())
    await expectQuiet()
    expect(checkOf(used)).toMatch(/^cancelled: Cancelled: /)
  })

  test('a runner that is killed right after the commit leaves nothing either', async () => {
    const used = await world().use({
      files: files(),
      during: async (main) => {
        await main.seen(/::group::Reconcile/)
        main.kill('SIGKILL')
      },
    })
    expect(used.post.code).toBe(0)
    await expectNothingLeft(world())
    expect(await world().cluster.leftovers()).toEqual([])
  })
})
