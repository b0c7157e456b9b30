/** Runs that end in another verdict than pass: what broke, what is not known, what proves nothing. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import { checkOf, errorsOf, evidenceOf, expectNothingLeft, warningsOf } from './seen.ts'
import { briefTest, jmeterTest, shopPlan } from './tests.ts'
import { scenarios, withJMeter } from './world.ts'

scenarios(['cluster', 'sandbox'], (world) => {
  test('a broken limit ends red, and everything names it', async () => {
    const used = await world().use({ files: briefTest(world().shop, { limits: ['p50 < 1 ms', 'error-rate < 1 %'] }) })
    const sentence = /p50 is \d+ ms, .* its limit of 1 ms/
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'regression' } })
    expect(errorsOf(used.main)).toEqual([expect.stringMatching(/^browse: regression: p50 is /)])
    expect(evidenceOf(used)).toMatch(sentence)
    expect(used.comments[0]).toContain('### ❌ Regression · `browse`')
    expect(used.comments[0]).toMatch(/\| `p50 < 1 ms` \| \S+ \| ❌&nbsp;broken \|/)
    expect(used.comments[0]).toMatch(/\| `error-rate < 1 %` \| \S+ \| ✅&nbsp;met \|/)
    expect(checkOf(used)).toMatch(/^failure: Regression: p50 is /)
    expect(used.main.summary).toMatch(sentence)
    await expectNothingLeft(world())
  })

  test('errors of the shop break the error rate that was asked for; fail-on changes the exit, and nothing else', async () => {
    await world().shop.fail({ 'POST /checkout': 1 })
    try {
      const used = await world().use({ files: briefTest(world().shop), inputs: { 'fail-on': 'invalid' } })
      expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'regression' } })
      expect(evidenceOf(used)).toBe('The error rate is 100 %, over its limit of 1 %.')
      expect(checkOf(used)).toMatch(/^failure: Regression: /)
    } finally {
      await world().shop.fail({})
    }
  })

  test('a target that nobody listens at is no pass', async () => {
    const target = new URL(world().shop.url)
    target.port = '9'
    const files = briefTest(
      { url: target.origin },
      { requests: [{ path: '/', timeout: '1s' }], rate: '20/s', threads: undefined, limits: ['p95 < 2 s'] },
    )
    const used = await world().use({ files })
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'invalid' } })
    expect(evidenceOf(used)).toMatch(/^\d+ of \d+ samples failed \(100 %\), most often with "Non HTTP response code: /)
    expect(checkOf(used)).toMatch(/^failure: Invalid run: /)
  })

  withJMeter(test)('JMeter that ends with 0 and without samples is no pass', async () => {
    const plan = shopPlan().replaceAll(/(<HTTPSamplerProxy [^>]*)>/g, '$1 enabled="false">')
    const used = await world().use({ files: jmeterTest(world().shop, { pods: 1, ramp: '1s', duration: '5s' }, plan) })
    expect(used.main).toMatchObject({ code: 1, outputs: { verdict: 'invalid' } })
    expect(evidenceOf(used)).toMatch(/^There are no samples at all; is the target reachable/)
    await expectNothingLeft(world())
  })

  test('a limit on a metric without an answer is inconclusive, with the reason of each', async () => {
    await using broken = await brokenPrometheus()
    const metrics = {
      refused: { query: 'sum(' },
      empty: { query: 'there_is_no_such_metric' },
      broken: { query: 'up', source: 'broken' },
    }
    const limits = ['error-rate < 1 %', ...Object.keys(metrics).map((id) => `metric(${id}).max < 1`)]
    const prometheus = `${world().inputs['prometheus']}\nbroken=${broken.url}`
    const used = await world().use({ files: briefTest(world().shop, { metrics, limits }), inputs: { prometheus } })
    expect(used.main).toMatchObject({ code: 0, outputs: { verdict: 'inconclusive' } })
    expect(warningsOf(used.main)).toEqual(expect.arrayContaining([expect.stringMatching(/^browse: inconclusive: /)]))
    expect(checkOf(used)).toMatch(/^neutral: Inconclusive: /)
    for (const reason of [/refused.*400.*parse error/, /empty.*has no series for this query/, /broken.*503/])
      expect(used.comments[0]).toMatch(reason)
  })
})

/** A Prometheus that is there and can't answer. */
async function brokenPrometheus() {
  const server = createServer((_, response) => {
    const error = { status: 'error', errorType: 'unavailable', error: 'the storage is not ready' }
    response.writeHead(503, { 'content-type': 'application/json' }).end(JSON.stringify(error))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed()).closeAllConnections()),
  }
}
