import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'

const SERVER = readFileSync(new URL('../../world/shop/server.mjs', import.meta.url), 'utf8')

/** What the checkout sleeps on `main`, ms; the slower pull request adds `ADDED` to it: the truth that the verdict is held against. */
export const CHECKOUT = 200
export const ADDED = 60

/** What each endpoint sleeps, ms; all of it slow enough that a busy machine is little against it. */
export function delaysOf(checkout: number): Readonly<Record<string, number>> {
  return { 'GET /products': 120, 'GET /products/1': 100, 'POST /cart': 150, 'POST /checkout': checkout }
}

/** The shop's source with a checkout of so many ms. */
export function shopCode(checkout: number): string {
  return Object.entries(delaysOf(checkout)).reduce((source, [endpoint, ms]) => {
    const line = new RegExp(`^  '${endpoint}': \\d+,$`, 'm')
    if (!line.test(source)) throw new Error(`the shop's source has no delay of ${endpoint}`)
    return source.replace(line, `  '${endpoint}': ${ms},`)
  }, SERVER)
}

const TEST = {
  generator: 'http',
  // users that wait for their answers, so that a busy machine makes the load smaller and not the run invalid
  ...{ threads: 40, rate: '120/s', ramp: '1s', duration: '6s' },
  requests: ['GET /products', 'GET /products/1', 'POST /cart', 'POST /checkout'],
  limits: ['p90(POST /checkout) < 500 ms', 'error-rate < 1 %'],
}

/** The test of the shop at this address, as its repository has it. */
export function perfYaml(shop: string): string {
  return written({ ...TEST, target: shop, compare: { with: 'history' } })
}

/** The same test where the pull request's shop is deployed beside that of `main`. */
export function perfYamlInPairs(base: string, head: string): string {
  const targetOf = (url: string) => ({ url, revision: `${url}/revision` })
  const targets = { base: targetOf(base), head: targetOf(head) }
  return written({ ...TEST, duration: '5s', targets, compare: { with: 'pairs', pairs: 4 } })
}

function written(test: object): string {
  return stringify({ version: 1, tests: { shop: test } })
}
