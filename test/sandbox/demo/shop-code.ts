import { readFileSync } from 'node:fs'
import { stringify } from 'yaml'

const SERVER = readFileSync(new URL('../../world/shop/server.mjs', import.meta.url), 'utf8')
const LINE = "  'POST /checkout': 20,"

/** What the checkout sleeps on `main`, ms; the slower pull request adds `ADDED` to it: the truth that the verdict is held against. */
export const CHECKOUT = 100
export const ADDED = 30

/** The shop's source with a checkout of so many ms. */
export function shopCode(checkout: number): string {
  if (!SERVER.includes(LINE)) throw new Error(`the shop's source has no line ${LINE}`)
  return SERVER.replace(LINE, `  'POST /checkout': ${checkout},`)
}

/** The test of the shop at this address, as its repository has it. */
export function perfYaml(shop: string): string {
  const test = {
    generator: 'http',
    target: shop,
    // users that wait for their answers, so that a busy machine makes the load smaller and not the run invalid
    ...{ threads: 20, rate: '200/s', ramp: '1s', duration: '6s' },
    requests: ['GET /products', 'GET /products/1', 'POST /cart', 'POST /checkout'],
    limits: ['p95(POST /checkout) < 400 ms', 'error-rate < 1 %'],
    compare: { with: 'history' },
  }
  return stringify({ version: 1, tests: { shop: test } })
}
