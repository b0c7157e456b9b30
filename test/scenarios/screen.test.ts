/** One load against the history, and pairs only where that makes a change suspect. */
import { beforeAll, expect, test } from '@jest/globals'
import { PREFIX } from '../world/account.ts'
import type { Shop } from '../world/shop/shop.ts'
import type { World } from '../world/world.ts'
import { runOf } from './run-of.ts'
import { checkOf, evidenceOf, expectNothingLeft } from './seen.ts'
import { httpTest, LABELS } from './tests.ts'
import { inSandbox, scenarios } from './world.ts'

const targetOf = ({ url }: Shop) => ({ url, revision: `${url}/revision` })

/** Threads and a rate, so that a busy machine makes no run invalid. */
const screened = (base: Shop, head: Shop) => ({
  ...{ target: undefined, targets: { base: targetOf(base), head: targetOf(head) }, compare: { with: 'screen' } },
  ...{ threads: 16, rate: '60/s', ramp: '1s', duration: '10s', limits: ['error-rate < 1 %'] },
})

type Delays = Readonly<Record<string, number>>

/** Slow enough that what else the machine does makes nothing suspect. */
const USUAL: Delays = Object.fromEntries(LABELS.map((label) => [label, 200]))
const SLOW: Delays = { ...USUAL, 'POST /checkout': 450 }

async function deployed(world: World, delays: { readonly base?: Delays; readonly head?: Delays }) {
  const deploy = (name: string, revision: string, slow = USUAL) => world.deploy({ name, revision, delays: slow })
  const [base, head] = [await deploy('shop-base', 'v1', delays.base), await deploy('shop-head', 'v2', delays.head)]
  return httpTest(world.shop, screened(base, head))
}

async function threeRunsOfMain(world: World): Promise<void> {
  for (let run = 0; run < 3; run++) {
    const { main } = await world.use({ files: await deployed(world, {}), event: 'workflow_dispatch' })
    expect(main).toMatchObject({ code: 0 })
  }
  expect(await world.bucket.keys(`${PREFIX}/browse/history/main/`)).toHaveLength(3)
}

scenarios(['cluster', 'sandbox'], (world) => {
  beforeAll(() => threeRunsOfMain(world()))

  test('a label that is slower than it was is suspected, and confirmed in pairs: one comment and one check say both', async () => {
    const used = await world().use({ files: await deployed(world(), { head: SLOW }) })
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'regression' } })
    expect(evidenceOf(used)).toMatch(
      /^"POST \/checkout" became \d+ % slower at p\d\d than the base in 3 pairs \(between /,
    )
    expect(used.comments[0]).toMatch(/Suspected against 3 earlier runs of main \(.*\), and confirmed in 3 pairs\./)
    expect(checkOf(used)).toMatch(/^failure: Regression: "POST \/checkout" became /)
    const { verdict, manifests } = await runOf(world().bucket, 'browse', used.main.outputs['run-id'] ?? '')
    expect(manifests[0]?.blocks.map(({ block }) => block)).toHaveLength(6)
    const first = await runOf(world().bucket, 'browse', verdict.comparison?.screened?.run ?? '')
    expect(first.verdict).toMatchObject({ outcome: 'warn', comparison: { with: 'history' } })
    expect(first.manifests[0]?.blocks.map(({ block }) => block)).toEqual(['load'])
    await expectNothingLeft(world())
  })

  // a minute and more each on a cluster, and no other way through it: the sandbox is enough
  inSandbox(test)(
    'what became slower everywhere is suspected, and not confirmed: it is no word on the change',
    async () => {
      const used = await world().use({ files: await deployed(world(), { base: SLOW, head: SLOW }) })
      expect(used.main.code).toBe(0)
      expect(evidenceOf(used)).toMatch(
        /^Suspected against 3 earlier runs of main \(.*\), and not confirmed in 3 pairs\. /,
      )
      expect(used.main.outputs['verdict']).not.toBe('regression')
    },
  )

  inSandbox(test)('where nothing is slower there is one load, and no regression', async () => {
    const used = await world().use({ files: await deployed(world(), {}) })
    expect(used.main.code).toBe(0)
    expect(used.main.outputs['verdict']).toMatch(/^(pass|warn|inconclusive)$/)
    const { manifests } = await runOf(world().bucket, 'browse', used.main.outputs['run-id'] ?? '')
    expect(manifests[0]?.blocks.map(({ block }) => block)).toEqual(['load'])
  })

  inSandbox(test)(
    'a first pull request has no history to be screened with, and is compared in pairs at once',
    async () => {
      const files = await deployed(world(), { head: SLOW })
      const renamed = Object.fromEntries(
        Object.entries(files).map(([path, text]) => [path, text.replace('browse:', 'first:')]),
      )
      const used = await world().use({ files: renamed })
      expect(used.main.outputs).toMatchObject({ verdict: 'regression' })
      expect(used.comments[0]).toContain(
        'Compared in pairs at once, for there is no earlier run of this test on main, and a screen needs 3.',
      )
    },
  )
})
