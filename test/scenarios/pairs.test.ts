/** Base and head, loaded in turns: what was made slower, what was not, and what was not deployed. */
import { expect, test } from '@jest/globals'
import type { Shop } from '../world/shop/shop.ts'
import { runOf } from './run-of.ts'
import { adviceOf, checkOf, errorsOf, evidenceOf, expectNothingLeft } from './seen.ts'
import { briefTest, httpTest, jmeterTest, LABELS } from './tests.ts'
import { scenarios, withJMeter } from './world.ts'

const targetOf = ({ url }: Shop) => ({ url, revision: `${url}/revision` })

/** Two pods that load both shops in turns; threads and a rate, so that a busy machine makes no run invalid. */
const inPairs = (base: Shop, head: Shop, pairs: number) => ({
  ...{ target: undefined, targets: { base: targetOf(base), head: targetOf(head) } },
  compare: { with: 'pairs', pairs, reset: `${head.url}/reset` },
  limits: ['error-rate < 1 %'],
})
const brief = { threads: 8, rate: '60/s', ramp: '1s', duration: '10s' }

scenarios(['cluster', 'sandbox'], (world) => {
  const base = () => world().deploy({ name: 'shop-base', revision: 'v1' })
  const slower = () => world().deploy({ name: 'shop-head', revision: 'v2', delays: { 'POST /checkout': 140 } })

  test('a label that is slower on the head ends red, with its figure and its interval, as soon as that is proven', async () => {
    const [one, other] = [await base(), await slower()]
    const used = await world().use({ files: httpTest(world().shop, { ...brief, ...inPairs(one, other, 5) }) })
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'regression' } })
    expect(evidenceOf(used)).toMatch(
      /^"POST \/checkout" became (3|4)\d % slower at p50 than the base in [234] pairs \(between /,
    )
    expect(used.comments[0]).toMatch(
      /Compared: base `v1` with head `v2` in [234] of at most 5 pairs, loaded in turns\./,
    )
    expect(used.main.log).toMatch(/^decided after [234] of 5 pairs: regression$/m)
    expect(checkOf(used)).toMatch(/^failure: Regression: "POST \/checkout" became /)
    const { manifests, verdict } = await runOf(world().bucket, 'browse', used.main.outputs['run-id'] ?? '')
    const [first, second] = manifests.map(({ state, blocks }) => ({ state, blocks: blocks.map(({ block }) => block) }))
    expect(first).toMatchObject({ state: 'done' })
    expect(first?.blocks.slice(0, 4)).toEqual(['1-base', '1-head', '2-head', '2-base'])
    expect(first?.blocks.length).toBeLessThan(10)
    expect(second?.state).toBe('done')
    expect(verdict.findings.filter(({ outcome }) => outcome === 'regression').map(({ label }) => label)).toEqual([
      'POST /checkout',
    ])
    await expectNothingLeft(world())
  })

  test('two deployments of the same speed pass', async () => {
    const [one, other] = [await base(), await world().deploy({ name: 'shop-head', revision: 'v2' })]
    const used = await world().use({ files: httpTest(world().shop, { ...brief, ...inPairs(one, other, 4) }) })
    expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
    const [, pairs] = /^Nothing became slower in ([234]) pairs: /.exec(evidenceOf(used) ?? '') ?? []
    // after the last pair there is nothing to end, and the Job may be over before it is looked at
    if (pairs === '4') expect(used.main.log).toMatch(/^not decided after 3 of 4 pairs: /m)
    else expect(used.main.log).toContain(`decided after ${pairs} of 4 pairs: pass`)
  })

  test('a head that runs another commit than the pull request has is no word on it', async () => {
    const commit = 'b'.repeat(40)
    const [one, other] = [await base(), await world().deploy({ name: 'shop-head', revision: commit })]
    const files = httpTest(world().shop, { ...brief, pods: 1, duration: '6s', ...inPairs(one, other, 2) })
    const used = await world().use({ files })
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'invalid' } })
    expect(evidenceOf(used)).toMatch(
      `The head ran ${commit}, and the pull request's head is ${used.sha}: deploy that, and measure again.`,
    )
  })

  test('what base and head run may be the image of their pods; who may not see them is told what to grant', async () => {
    const [one, other] = [await base(), await slower()]
    const image = ({ url }: Shop, app: string) => ({ url, revision: { image: `app=${app}`, namespace: 'shop' } })
    const targets = { base: image(one, 'shop-base'), head: image(other, 'shop-head') }
    const files = httpTest(world().shop, { ...brief, pods: 1, duration: '6s', ...inPairs(one, other, 2), targets })
    const used = await world().use({ files })
    expect(used.main.outputs).toMatchObject({ verdict: 'regression' })
    expect(used.comments[0]).toMatch(/Compared: base `sha256:[0-9a-f]{12}` with head `sha256:[0-9a-f]{12}` in 2 pairs,/)
    await using _ = await world().cluster.unbind('shop')
    const refused = await world().use({ files })
    expect(errorsOf(refused.main)).toEqual([
      expect.stringMatching(/which image a target runs can't be seen: .* list pods in the namespace shop/),
    ])
    expect(adviceOf(refused.main)).toMatch(/infra\/rbac-target\.yaml$/)
    await expectNothingLeft(world())
  })

  test('what a target runs may be a label in Prometheus', async () => {
    const query =
      world().name === 'cluster' ? { query: 'up{app="shop"}', label: 'app' } : { query: 'up{job="shop"}', label: 'job' }
    const used = await world().use({
      files: briefTest(world().shop, { target: { url: world().shop.url, revision: query } }),
    })
    expect(used.main.outputs).toMatchObject({ verdict: 'pass' })
    const { verdict } = await runOf(world().bucket, 'browse', used.main.outputs['run-id'] ?? '')
    expect(verdict.checks.find(({ check }) => check === 'revision')).toMatchObject({
      ...{ state: 'ok', note: 'the target ran shop all the time' },
    })
  })

  withJMeter(test)('JMeter goes through the blocks, too', async () => {
    const [one, other] = [await base(), await slower()]
    const load = { threads: 8, rate: '40/s', ramp: '2s', duration: '15s' }
    const used = await world().use({ files: jmeterTest(world().shop, { ...load, ...inPairs(one, other, 3) }) })
    expect(used.main.outputs).toMatchObject({ verdict: 'regression' })
    expect(evidenceOf(used)).toMatch(/^"POST \/checkout" became /)
  })
})

scenarios(['sandbox'], (world) => {
  test('a head that is as fast and takes more CPU for it ends red, and it is said what a request costs', async () => {
    const delays = Object.fromEntries(LABELS.map((label) => [label, 180]))
    const one = await world().deploy({ name: 'shop-base', revision: 'v1', delays, work: 1 })
    const other = await world().deploy({ name: 'shop-head', revision: 'v2', delays, work: 4 })
    const query = 'sum(rate(process_cpu_seconds_total{app="shop-$side"}[5s]))'
    const files = httpTest(world().shop, {
      ...{ ...brief, ...inPairs(one, other, 5), rate: '30/s', duration: '15s' },
      metrics: { cpu: { query, unit: 'cores', per: 'request' } },
    })
    const used = await world().use({ files })
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'regression' } })
    expect(evidenceOf(used)).toMatch(
      /^Metric "cpu" per request rose by \d+ % against the base in [2345] pairs \(between /,
    )
    expect(used.comments[0]).toMatch(
      /\| metric `cpu` per request \| [\d.]+&nbsp;ms \| [\d.]+&nbsp;ms \| \*\*\+\d+&nbsp;%\*\*/,
    )
    const { verdict } = await runOf(world().bucket, 'browse', used.main.outputs['run-id'] ?? '')
    const worse = verdict.findings.filter(({ outcome }) => outcome === 'regression')
    expect(worse).toMatchObject([{ metric: 'cpu', unit: 's', per: 'request' }])
    expect(worse[0]?.before).toBeGreaterThan(0.001)
    expect(worse[0]?.after).toBeGreaterThan(0.004)
  })

  test('a head that is deployed anew while it is measured is no word on it, and both images are named', async () => {
    const base = await world().deploy({ name: 'shop-base', revision: 'v1' })
    const head = await world().deploy({ name: 'shop-head', revision: 'v2' })
    const image = ({ url }: Shop, app: string) => ({ url, revision: { image: `app=${app}`, namespace: 'shop' } })
    const targets = { base: image(base, 'shop-base'), head: image(head, 'shop-head') }
    const files = httpTest(world().shop, { ...brief, pods: 1, duration: '6s', ...inPairs(base, head, 2), targets })
    const used = await world().use({
      files,
      during: async (main) => {
        await main.seen(/load 1-head/)
        await world().deploy({ name: 'shop-head', revision: 'v3' })
      },
    })
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'invalid' } })
    const digest = 'sha256:[0-9a-f]{12}'
    expect(evidenceOf(used)).toMatch(
      new RegExp(
        `^The head ran ${digest} and then ${digest}: deploy nothing while the load lasts, and measure again\\.$`,
      ),
    )
  })
})
