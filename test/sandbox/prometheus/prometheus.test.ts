import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { until } from '../../world/until.ts'
import { onPath } from '../child.ts'
import { startPrometheusProgram } from './debian.ts'
import { parseQuery, QueryFailure } from './promql/expression.ts'
import { parseMetrics } from './scrape.ts'
import { type Prometheus, startOwnPrometheus } from './server.ts'

const parts = new AsyncDisposableStack()
const program = onPath('prometheus')
if (program === undefined)
  console.warn('!!! OUR PROMETHEUS WAS NOT HELD AGAINST THE REAL ONE: there is no prometheus on PATH !!!')

let own: Prometheus
let real: Prometheus | undefined
/** Of a second that is over for both, in seconds since 1970. */
let end: number

/** Values that stand still, so that two who look at different moments see the same. */
const METRICS = `# HELP served what it says
# TYPE served counter
served{endpoint="GET /a",code="200"} 10
served{endpoint="GET /a",code="500"} 2.5
served{endpoint="GET /b \\"x\\"",code="200"} 1e3
memory 4096 1700000000000
`.replace(' 1700000000000', '')

beforeAll(async () => {
  const server = createServer((_, response) => response.end(METRICS)).listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  parts.defer(() => new Promise<void>((closed) => server.close(() => closed()).closeAllConnections()))
  const targets = [{ job: 'shop', address: `127.0.0.1:${(server.address() as AddressInfo).port}` }]
  own = parts.use(await startOwnPrometheus(targets))
  if (program) real = parts.use(await startPrometheusProgram(program, targets))
  await until('samples', async () => {
    end = Math.floor(Date.now() / 1000) - 1
    const answers = await Promise.all([own, ...(real ? [real] : [])].map((one) => ask(one, 'rate(served[3s])')))
    return answers.every(({ body }) => (body.data?.result ?? []).length === 3)
  })
})
afterAll(() => parts.disposeAsync())

interface Body {
  readonly status: string
  readonly errorType?: string
  readonly error?: string
  readonly data?: {
    readonly result: readonly { readonly metric: object; readonly values: readonly (readonly [number, string])[] }[]
  }
}

async function ask({ url }: Prometheus, query: string) {
  const form = new URLSearchParams({
    query,
    start: String(end),
    end: String(end),
    step: '1',
    timeout: '5s',
    limit: '201',
  })
  const answer = await fetch(`${url}/api/v1/query_range`, { method: 'POST', body: form })
  return { status: answer.status, body: (await answer.json()) as Body }
}

const results = ({ body }: { readonly body: Body }) =>
  (body.data?.result ?? [])
    .map(({ metric, values }) => [JSON.stringify(Object.entries(metric).toSorted()), values] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))

const queries = [
  'sum by (endpoint) (served{code="200"})',
  'sum(served) by (code)',
  'served',
  'up',
  'max by (job) (memory{job="shop"})',
  'min(served)',
  'avg by (code) (served{endpoint=~"GET /.*", code!="500"})',
  'served{endpoint="GET /b \\"x\\""}',
  '{__name__=~"mem.*"}',
  'memory / 1024 - 1',
  '100 * sum(served{code!~"2.."})',
  'rate(served[3s])',
  'there_is_no_such_metric',
  '2 + 3',
]

test.each(queries)('%s is answered, and as Prometheus answers it', async (query) => {
  const ours = await ask(own, query)
  expect(ours).toMatchObject({ status: 200, body: { status: 'success', data: { resultType: 'matrix' } } })
  if (query !== 'there_is_no_such_metric') expect(results(ours)).not.toEqual([])
  if (real) expect(results(ours)).toEqual(results(await ask(real, query)))
})

test.each(['sum(', 'sum by (', 'a{b=}', 'rate(x)]', 'max(1)'])(
  '%s is refused as a parse error, as Prometheus does',
  async (query) => {
    const refusal = {
      status: 400,
      body: { status: 'error', errorType: 'bad_data', error: expect.stringContaining('parse error') },
    }
    expect(await ask(own, query)).toMatchObject(refusal)
    if (real) expect(await ask(real, query)).toMatchObject(refusal)
  },
)

test.each([
  'histogram_quantile(0.9, served)',
  'served / served',
  'sum without (code) (served)',
  'served offset 5m',
  '-served',
])('%s is not evaluated here, and it is said', async (query) => {
  expect(await ask(own, query)).toMatchObject({
    status: 422,
    body: {
      status: 'error',
      errorType: 'execution',
      error: expect.stringMatching(/^the sandbox's Prometheus does not /),
    },
  })
})

test('no query breaks the reader of queries', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc
          .array(fc.constantFrom('sum', 'by', '(', ')', 'x', '{', '}', 'a="b"', '[5m]', '+', '1', ','))
          .map((words) => words.join(' ')),
      ),
      (query) => {
        try {
          parseQuery(query)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(QueryFailure)
        }
      },
    ),
  )
})

test('what is scraped is read with its escapes; what is no value is left out', () => {
  expect(parseMetrics(METRICS)).toContainEqual([{ __name__: 'served', endpoint: 'GET /b "x"', code: '200' }, 1000])
  expect(parseMetrics('x +Inf\ny NaN\n# z 1\n? 2\n')).toEqual([
    [{ __name__: 'x' }, Number.POSITIVE_INFINITY],
    [{ __name__: 'y' }, Number.NaN],
  ])
})
