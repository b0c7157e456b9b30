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

/** The test of the shop, as its repository has it: what a pull request makes of it is loaded in turns with what there is. */
export function perfYamlOf({ base, head }: { readonly base: string; readonly head: string }): string {
  const targetOf = (url: string) => ({ url, revision: `${url}/revision` })
  const test = {
    generator: 'http',
    targets: { base: targetOf(base), head: targetOf(head) },
    compare: { with: 'pairs', pairs: 6 },
    // users that wait for their answers, so that a busy machine makes the load smaller and not the run invalid
    ...{ threads: 40, rate: '120/s', ramp: '1s', duration: '5s' },
    requests: ['GET /products', 'GET /products/1', 'POST /cart', 'POST /checkout'],
    limits: ['p90(POST /checkout) < 500 ms', 'error-rate < 1 %'],
  }
  return stringify({ version: 1, tests: { shop: test } })
}
