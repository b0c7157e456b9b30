import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parseSummary } from '../../src/core/jtl/json.ts'
import { SparseHistogram } from '../../src/core/stats/sparse-histogram.ts'
import { summarizeFile } from '../../src/jtl/summarize-file.ts'
import { XmlTranslator } from '../../src/jtl/xml.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jtl-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function summarize(text: string | Uint8Array) {
  const path = join(folder, 'results')
  await writeFile(path, text)
  return summarizeFile(path)
}

const SAMPLE =
  '<httpSample t="12" lt="10" ct="3" ts="1000" s="true" lb="GET /" rc="200" rm="OK" dt="text" by="9" na="4"/>'
const FAILED = `<httpSample t="30" lt="10" ts="2000" s="false" lb="a, &quot;b&quot;&#10;" rc="200" rm="OK" dt="text" by="1">
  <responseData class="java.lang.String">not kept</responseData>
  <assertionResult><name>r</name><failure>true</failure><error>false</error>
    <failureMessage>expected &quot;x&quot;,
found &lt;y&gt;</failureMessage></assertionResult>
  <httpSample t="5" ts="2000" s="true" lb="part" rc="200"/>
</httpSample>`
const TRANSACTION =
  '<sample t="70" ts="1000" s="true" lb="Buy" rc="200" rm="Number of samples in transaction : 2, number of failing samples : 0" dt="" sc="1" ec="0"/>'
const xml = (...samples: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n${samples.join('\n')}\n</testResults>\n`

test('an XML JTL is read, nested samples and transactions apart', async () => {
  for (const file of [xml(SAMPLE, FAILED, TRANSACTION), gzipSync(xml(SAMPLE, FAILED, TRANSACTION))]) {
    const { labels, transactions, rows, warnings, blocks } = await summarize(file)
    expect(labels).toMatchObject([
      { label: 'GET /', count: 1, errors: 0, sum: 12, first: 1000 },
      {
        label: 'a, "b"\n',
        count: 1,
        errors: 1,
        failures: [{ code: '200', message: 'expected "x",\nfound <y>', count: 1 }],
      },
    ])
    expect(transactions).toMatchObject([{ label: 'Buy', count: 1, sum: 70 }])
    expect(blocks[0]!.labels[0]).toMatchObject({
      latency: SparseHistogram.of([[10, 1]]),
      connect: SparseHistogram.of([[3, 1]]),
      bytes: 9,
    })
    expect(rows).toEqual({ read: 3, skipped: 0 })
    expect(warnings).toMatchObject([{ code: 'nested', message: expect.stringContaining('1 sample') }])
  }
})

test.each([
  ['ends early', xml(SAMPLE, SAMPLE).slice(0, -40)],
  ['is not well-formed', xml(SAMPLE, SAMPLE, '<a></b>', SAMPLE)],
])('of an XML JTL that %s what comes before is read, and the rest is told', async (_, file) => {
  const { rows, warnings } = await summarize(file)
  expect(rows.read).toBeGreaterThan(0)
  expect(warnings).toMatchObject([
    { code: 'truncated-row', message: expect.stringContaining('the XML'), line: expect.any(Number) },
  ])
})

test('a sample of an XML JTL that is none is skipped, and told with its line', async () => {
  const { rows, warnings } = await summarize(xml(SAMPLE, SAMPLE.replace('t="12"', 't="x"'), SAMPLE))
  expect(rows).toEqual({ read: 2, skipped: 1 })
  expect(warnings).toMatchObject([{ code: 'damaged-row', message: expect.stringContaining('elapsed'), line: 4 }])
})

const attributes = (count: number) => Array.from({ length: count }, (_, i) => ` a${i}=""`).join('')

test.each([
  ['a DTD with entities', `<!DOCTYPE x [<!ENTITY a "b">]>${xml(SAMPLE.replace('GET /', '&a;')).slice(38)}`, 'entity'],
  ['an endless DTD', `<!DOCTYPE x [${'<!ENTITY a "b">'.repeat(5000)}`, 'no element in its first 16 KiB'],
  ['too many levels', `<testResults>${'<a>'.repeat(300)}`, 'nested more than 200 deep'],
  ['an endless attribute', `<testResults><sample lb="${'x'.repeat(2 << 20)}`, 'a tag is longer than 1 MiB'],
  ['an endless list of attributes', `<testResults><sample${attributes(2 << 17)}`, 'a tag is longer than 1 MiB'],
  ['an endless name', `<testResults><sample><${'x'.repeat(2000)}>`, "an element's name is longer than 1000"],
  ['an endless text', `<testResults>${'x'.repeat(17 << 20)}`, 'a text is longer than 16 MiB'],
])('XML with %s is not read on', async (_, file, why) => {
  const { rows, warnings } = await summarize(file)
  expect(rows.read).toBe(0)
  expect(warnings).toMatchObject([{ message: expect.stringContaining(why) }])
})

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

test('attributes of open elements are not kept, however many these are', () => {
  const open = Buffer.from(`<a b="${'x'.repeat(900_000)}">`)
  const parser = new XmlTranslator()
  parser.translate(`<testResults>${SAMPLE.replace('/>', '>')}`)
  const before = heapUsed()
  for (let depth = 0; depth < 100; depth++) parser.translate(open.toString('latin1'))
  expect(heapUsed() - before).toBeLessThan(20e6)
  expect(parser.translate(`${'</a>'.repeat(100)}</httpSample>`)).toMatchObject([
    { csv: expect.stringContaining('GET /') },
  ])
})

const fortio = (name: string) => summarizeFile(new URL(`../fixtures/fortio/${name}.json`, import.meta.url).pathname)

test.each([
  ['fortio-result-http-v1.57.3', { count: 100, errors: 0, p50: 14, p90: 28, max: 40 }],
  ['fortio-result-http-rest-readme', { count: 4, errors: 0, min: 0, max: 1 }],
  ['fortio-result-grpc-v0.9.0', { count: 40, errors: 0, p50: 277, max: 281 }],
])('%s is read, with the width of its buckets', async (name, expected) => {
  const summary = await fortio(name)
  expect(summary.total).toMatchObject(expected)
  expect(summary.warnings).toMatchObject([{ code: 'resolution' }])
  expect(summary.blocks[0]!.labels[0]!.resolution).toBeGreaterThan(0)
  expect(parseSummary(JSON.parse(JSON.stringify(summary))).total).toEqual(summary.total)
})

const result = (said: object) =>
  JSON.stringify({
    RunType: 'HTTP',
    StartTime: '2026-01-01T00:00:00Z',
    ActualDuration: 2e9,
    DurationHistogram: {
      Sum: 1,
      Data: [
        { Start: 0.01, End: 0.01, Count: 6 },
        { Start: 0.5, End: 0.5, Count: 4 },
      ],
    },
    RetCodes: { '200': 7, '503': 2, '-1': 1 },
    ...said,
  })

const bucket = (Start: number, End: number, Count: number) => ({ Start, End, Count })
const histogram = (said: object) => ({ DurationHistogram: { Sum: 1, Data: [bucket(0, 1, 10)], ...said } })

test('wide buckets of Fortio are spread over no more times than a histogram tells apart, and read again', async () => {
  const Data = [bucket(0, 30_000, 30_000_000), bucket(30_000, 2_000_000, 2 ** 50 + 1)]
  const summary = await summarize(result({ ...histogram({ Data }), RetCodes: { '503': 3, '500': 0 } }))
  const { all, successes } = summary.blocks[0]!.labels[0]!
  expect(all.flat.length / 2).toBeLessThan(81_920)
  expect(all.count).toBe(30_000_000 + 2 ** 50 + 1)
  expect(successes.count).toBe(all.count - 3)
  expect(summary.total).toMatchObject({ min: 0, max: 2_000_000_000 })
  expect(parseSummary(JSON.parse(JSON.stringify(summary))).total).toEqual(summary.total)
})

test('a call just above the end of the first bucket is within it, as Fortio counts', async () => {
  const Data = [bucket(0.00500005, 0.005, 1), bucket(0.005, 0.006, 1)]
  expect((await summarize(result({ ...histogram({ Data }), RetCodes: {} }))).total).toMatchObject({ count: 2, min: 5 })
})

test('failures of Fortio are counted by code, and taken from the successes where it tells how long they took', async () => {
  const ErrorsDurationHistogram = { Data: [{ Start: 0.5, End: 0.5, Count: 3 }] }
  const known = await summarize(result({ ErrorsDurationHistogram }))
  expect(known.total.failures).toEqual([
    { code: '503', message: '', count: 2 },
    { code: '-1', message: '', count: 1 },
  ])
  expect(known.blocks[0]!.labels[0]!.successes.toJSON()).toEqual([
    [10, 6],
    [500, 1],
  ])
  const unknown = await summarize(result({}))
  expect(unknown.warnings.map(({ code }) => code)).toEqual(['resolution', 'successes'])
  expect(unknown.blocks[0]!.labels[0]!.successes.count).toBe(7)
})

test.each([
  ['some other JSON', '{"a": 1}', 'no result of Fortio'],
  ['JSON that is cut', result({}).slice(0, 50), 'is none, or not all of it'],
  [
    'one that counts others than its buckets',
    result(histogram({ Count: 11 })),
    'contradicts itself: a histogram counts 11 calls, and its buckets 10',
  ],
  [
    'one that failed oftener than it called',
    result({ RetCodes: { '503': 11 } }),
    'contradicts itself: more of its calls failed',
  ],
  ['one that lasts for ever', result({ ActualDuration: 1e300 }), 'when it ended'],
  ['one whose times add up to too much', result(histogram({ Sum: 1e303 })), 'Sum'],
  [
    'one that counts too many',
    result(histogram({ Data: [bucket(0, 1, 2 ** 53 - 1), bucket(2, 3, 1)] })),
    'all buckets',
  ],
  [
    'one with two buckets for one time',
    result(histogram({ Data: [bucket(0, 5, 1), bucket(1, 6, 1)] })),
    'before it ends',
  ],
  ['one with a bucket that ends early', result(histogram({ Data: [bucket(5, 1, 1)] })), 'does not end'],
  [
    'a result with a negative time',
    result({ DurationHistogram: { Data: [{ Start: -1, End: 1, Count: 1 }] } }),
    'Start',
  ],
])('%s is refused', async (_, file, why) => {
  await expect(summarize(file)).rejects.toMatchObject({ code: 'INPUT', message: expect.stringContaining(why) })
})
