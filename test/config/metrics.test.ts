import { expect, test } from '@jest/globals'
import { loadTests } from '../../src/config/load.ts'
import { PerfError } from '../../src/core/error.ts'

const load = (fields: string) =>
  loadTests({
    text: `version: 1\ntests:\n  shop: {threads: 5, ${fields}}\n`,
    file: 'perf.yaml',
    names: 'all',
    readFile: async () => new TextEncoder().encode(PLAN),
  })

const PLAN = `<?xml version="1.0"?>
<jmeterTestPlan version="1.2"><hashTree><TestPlan/><hashTree><ThreadGroup testname="g">
<stringProp name="ThreadGroup.num_threads">\${__P(threads)}</stringProp>
</ThreadGroup><hashTree/></hashTree></hashTree></jmeterTestPlan>`

test('what of a metric is compared is as it is written', async () => {
  const [shop] = await load(
    "generator: http, requests: [{path: /}], target: 'http://shop', metrics: {cpu: {query: 'x{pod=~\"$target-.*\"}', unit: cores, per: request}}",
  )
  expect(shop?.metrics).toEqual([
    { id: 'cpu', query: 'x{pod=~"$target-.*"}', source: 'default', better: 'lower', unit: 'cores', per: 'request' },
  ])
})

test('a query that names the target of a test without one is refused', async () => {
  const thrown: unknown = await load('generator: jmeter, plan: plan.jmx, metrics: {cpu: {query: x$target}}').catch(
    (error: unknown) => error,
  )
  if (!(thrown instanceof PerfError)) throw new Error('it was not refused')
  expect(`${thrown.message} ${thrown.hint ?? ''}`).toMatch(/`\$target` stands for the target, and the test has none/)
})

test.each([
  ['rate(x[$__rate_interval])', '`$__rate_interval` stands for nothing in a query', '`1m`'],
  [
    'label_replace(x, "a", "$cluster", "b", "(?P<cluster>.*)")',
    '`$cluster` stands for nothing in a query',
    '`$$cluster`',
  ],
  ['x{pod=~"$targt-.*"}', '`$targt` stands for nothing in a query', '`$target`'],
])('a query with a variable that nothing stands for is refused: %s', async (query, wrong, right) => {
  const http = "generator: http, requests: [{path: /}], target: 'http://shop'"
  await expect(load(`${http}, metrics: {cpu: {query: '${query}'}}`)).rejects.toThrow(
    new RegExp(`perf\\.yaml:3:\\d+: ${escaped(wrong)} .*Right: ${escaped(right)}`),
  )
})

const escaped = (text: string) => text.replaceAll('$', '\\$')
